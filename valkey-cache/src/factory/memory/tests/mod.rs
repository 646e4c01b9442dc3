//! The store as its users see it: commands in, replies out. What time it is, the tests decide.

mod errors;
mod eviction;
mod expiry;
mod glob;
mod named;
mod numbers;
mod scan;
mod script;
mod sorted;

use std::num::NonZeroUsize;

use super::Store;
use super::keyspace::Millis;
use crate::operation::Reply;

/// The moment at which a test starts.
const NOW: Millis = 1_700_000_000_000;

fn store() -> Store {
    store_of(1000)
}

fn store_of(max_entries: usize) -> Store {
    Store::new(NonZeroUsize::new(max_entries).expect("a test asks for at least one entry"))
}

/// Does a command, given as words with spaces between them.
fn run(store: &Store, command: &str) -> Reply {
    run_at(store, NOW, command)
}

fn run_at(store: &Store, now: Millis, command: &str) -> Reply {
    let words: Vec<&[u8]> = command.split(' ').map(str::as_bytes).collect();
    store.execute_at(now, &words)
}

/// Does a command whose answer is an error, and returns that as one line.
fn error(store: &Store, command: &str) -> String {
    match run(store, command) {
        Reply::Error(error) => format!("{} {}", error.code, error.message),
        reply => panic!("'{command}' answered {reply:?}, and an error was expected"),
    }
}

fn bytes(text: &str) -> Reply {
    Reply::Bytes(text.into())
}

/// Makes a list of words.
fn list(words: &str) -> Reply {
    Reply::List(words.split_whitespace().map(bytes).collect())
}
