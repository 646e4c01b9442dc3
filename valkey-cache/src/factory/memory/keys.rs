//! Commands about keys, whatever they hold.

use super::args::{bytes, int};
use super::dispatch::Row;
use super::error::{Answer, no_such_key};
use super::glob;
use super::keyspace::Keyspace;
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("DEL", -2, del),
    ("UNLINK", -2, del),
    ("EXISTS", -2, exists),
    ("TOUCH", -2, touch),
    ("TYPE", 2, type_of),
    ("RENAME", 3, rename),
    ("KEYS", 2, keys_like),
];

fn del(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    Ok(int(arguments.iter().filter(|key| keys.remove(key).is_some()).count()))
}

fn exists(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    Ok(int(arguments.iter().filter(|key| keys.peek(key).is_some()).count()))
}

fn touch(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    Ok(int(arguments.iter().filter(|key| keys.touch(key)).count()))
}

fn type_of(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    Ok(bytes(keys.peek(arguments[0]).map_or("none", |value| value.type_name())))
}

fn rename(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (from, to) = (arguments[0], arguments[1]);
    if from == to {
        return keys.peek(from).map(|_| Reply::Ok).ok_or_else(no_such_key);
    }
    let (value, deadline) = keys.remove(from).ok_or_else(no_such_key)?;
    keys.insert(to, value, deadline);
    Ok(Reply::Ok)
}

fn keys_like(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let names = keys.slots().iter().filter(|name| glob::matches(arguments[0], name));
    Ok(Reply::List(names.map(bytes).collect()))
}
