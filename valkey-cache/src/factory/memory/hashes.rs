//! Commands about hashes; those that count are in [`super::counters`].

use super::args::{bytes, int, list, maybe};
use super::dispatch::Row;
use super::error::{Answer, wrong_arity};
use super::keyspace::Keyspace;
use super::value::Hash;
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("HSET", -4, hset),
    ("HSETNX", 4, hsetnx),
    ("HGET", 3, |keys, arguments| Ok(maybe(keys.read::<Hash>(arguments[0])?.and_then(|hash| hash.get(arguments[1]))))),
    ("HMGET", -3, hmget),
    ("HGETALL", 2, hgetall),
    ("HDEL", -3, hdel),
    ("HLEN", 2, |keys, arguments| Ok(int(keys.read::<Hash>(arguments[0])?.map_or(0, Hash::len)))),
    ("HKEYS", 2, |keys, arguments| Ok(list(keys.read::<Hash>(arguments[0])?.into_iter().flat_map(Hash::keys)))),
    ("HVALS", 2, |keys, arguments| Ok(list(keys.read::<Hash>(arguments[0])?.into_iter().flat_map(Hash::values)))),
    ("HEXISTS", 3, |keys, arguments| {
        let has = keys.read::<Hash>(arguments[0])?.is_some_and(|hash| hash.contains_key(arguments[1]));
        Ok(Reply::Int(has.into()))
    }),
];

fn hset(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (pairs, rest) = arguments[1..].as_chunks::<2>();
    if !rest.is_empty() {
        return Err(wrong_arity("hset"));
    }
    let hash = keys.create::<Hash>(arguments[0])?;
    Ok(int(pairs.iter().filter(|[field, value]| hash.insert((*field).into(), value.to_vec()).is_none()).count()))
}

fn hsetnx(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let hash = keys.create::<Hash>(arguments[0])?;
    let is_free = !hash.contains_key(arguments[1]);
    if is_free {
        hash.insert(arguments[1].into(), arguments[2].to_vec());
    }
    Ok(Reply::Int(is_free.into()))
}

fn hmget(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let hash = keys.read::<Hash>(arguments[0])?;
    let value = |field: &&[u8]| maybe(hash.and_then(|hash| hash.get(*field)));
    Ok(Reply::List(arguments[1..].iter().map(value).collect()))
}

fn hgetall(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let pairs = keys.read::<Hash>(arguments[0])?.into_iter().flatten();
    Ok(Reply::List(pairs.flat_map(|(field, value)| [bytes(field), bytes(value)]).collect()))
}

fn hdel(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let fields = arguments[1..].iter();
    let removed =
        keys.edit(arguments[0], |hash: &mut Hash| fields.filter(|field| hash.swap_remove(**field).is_some()).count())?;
    Ok(int(removed.unwrap_or(0)))
}
