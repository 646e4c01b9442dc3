//! The command table: from a name to the function that does it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::args::Word;
use super::error::{Answer, unsupported, wrong_arity};
use super::keyspace::Keyspace;
use super::{counters, expiry, hashes, keys, lists, scan, server, sets, sorted_ranges, sorted_sets, strings};
use crate::operation::Reply;

/// What does a command; the arguments come without the command's name.
pub(super) type Run = fn(&mut Keyspace, &[&[u8]]) -> Answer;

/// A row of the table: the name in capitals, the number of words, and the function.
///
/// The number counts the name too; `-n` means `n` or more, as the server's own table has it.
pub(super) type Row = (&'static str, i8, Run);

/// The rows of all groups.
const GROUPS: &[&[Row]] = &[
    server::COMMANDS,
    strings::COMMANDS,
    counters::COMMANDS,
    keys::COMMANDS,
    expiry::COMMANDS,
    scan::COMMANDS,
    sets::COMMANDS,
    hashes::COMMANDS,
    sorted_sets::COMMANDS,
    sorted_ranges::COMMANDS,
    lists::COMMANDS,
];

static TABLE: LazyLock<HashMap<&str, (i8, Run)>> =
    LazyLock::new(|| GROUPS.iter().copied().flatten().map(|(name, arity, run)| (*name, (*arity, *run))).collect());

/// Does one command.
pub(super) fn dispatch(keys: &mut Keyspace, command: &[&[u8]]) -> Reply {
    answer(keys, command).unwrap_or_else(Reply::Error)
}

fn answer(keys: &mut Keyspace, command: &[&[u8]]) -> Answer {
    let [name, arguments @ ..] = command else { return Err(unsupported(b"")) };
    let name = Word::of(name);
    let Some((arity, run)) = TABLE.get(name.as_str()) else { return Err(unsupported(command[0])) };
    let expected = usize::from(arity.unsigned_abs());
    let fits = if *arity < 0 { command.len() >= expected } else { command.len() == expected };
    if !fits {
        return Err(wrong_arity(&name.as_str().to_ascii_lowercase()));
    }
    run(keys, arguments)
}
