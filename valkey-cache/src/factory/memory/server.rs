//! Commands about the store as a whole.

use super::args::{Word, bytes, int, list};
use super::dispatch::Row;
use super::error::{Answer, syntax, wrong_arity};
use super::keyspace::Keyspace;
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("PING", -1, ping),
    ("ECHO", 2, |_, arguments| Ok(bytes(arguments[0]))),
    ("DBSIZE", 1, |keys, _| Ok(int(keys.slots().len()))),
    ("FLUSHALL", -1, flushdb),
    ("FLUSHDB", -1, flushdb),
    ("TIME", 1, time),
];

fn ping(_: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    match arguments {
        [] => Ok(bytes("PONG")),
        [text] => Ok(bytes(text)),
        _ => Err(wrong_arity("ping")),
    }
}

fn flushdb(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let is_known = |option: &&[u8]| matches!(Word::of(option).as_str(), "ASYNC" | "SYNC");
    if arguments.len() > 1 || !arguments.iter().all(is_known) {
        return Err(syntax());
    }
    keys.clear();
    Ok(Reply::Ok)
}

fn time(keys: &mut Keyspace, _: &[&[u8]]) -> Answer {
    let now = keys.now();
    Ok(list([(now / 1000).to_string(), (now % 1000 * 1000).to_string()]))
}
