//! The wire form of every operation, without a server: one line for each operation and option.
//!
//! A line begins with what may be done with the request: `read` (a replica may serve it), `write`, or `once` (a write
//! that is never sent twice). A script stands as the commands in it.

mod collections;
mod complete;
mod expiry;
mod keys;
mod refused;
mod sorted_sets;
mod strings;

use std::fmt::Write as _;

use valkey_cache::operation::{Access, IntoCommand, Request};
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct WireCache;

/// A cache with the prefix `app`, the version 1 and a timeout of 300 s.
fn cache() -> WireCache {
    open(CacheConfig::new())
}

fn open(config: CacheConfig) -> WireCache {
    let usual = CacheConfig::new().location("memory://").key_prefix("app");
    WireCache::from_config(&config.merged_over(&usual)).unwrap()
}

#[track_caller]
fn sends<O: IntoCommand>(action: Action<'_, WireCache, O>, expected: &str) {
    assert_eq!(line(&action.to_request().unwrap()), expected);
}

/// Expects that nothing is sent, and an error text with `expected` in it.
#[track_caller]
fn refuses<O: IntoCommand>(action: Action<'_, WireCache, O>, expected: &str) {
    let error = action.to_request().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    assert!(error.to_string().contains(expected), "`{error}` does not say `{expected}`");
}

fn line(request: &Request) -> String {
    let mut line = match (request.access(), request.is_repeatable()) {
        (Access::Read, _) => "read",
        (Access::Write, true) => "write",
        (Access::Write, false) => "once",
    }
    .to_owned();
    let mut words = request.words();
    if let Some(script) = request.script() {
        assert_eq!(words.next(), Some(b"EVALSHA".as_slice()));
        assert_eq!(words.next(), Some(script.digest().as_bytes()));
        let commands = script.lua.split("redis.call('").skip(1).filter_map(|rest| rest.split('\'').next());
        write!(line, " [{}]", commands.collect::<Vec<_>>().join(" ")).unwrap();
    }
    for word in words {
        let word = String::from_utf8_lossy(word);
        match word.is_empty() || word.contains(char::is_whitespace) {
            true => write!(line, " {word:?}").unwrap(),
            false => write!(line, " {word}").unwrap(),
        }
    }
    line
}
