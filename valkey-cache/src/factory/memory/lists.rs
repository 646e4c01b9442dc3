//! Commands about lists.

use super::args::{bytes, count, int, integer, list, maybe, signed_count, span};
use super::dispatch::Row;
use super::error::{Answer, err, no_such_key, wrong_arity};
use super::keyspace::Keyspace;
use super::value::List;
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("LPUSH", -3, |keys, arguments| push(keys, arguments, List::push_front)),
    ("RPUSH", -3, |keys, arguments| push(keys, arguments, List::push_back)),
    ("LPOP", -2, |keys, arguments| pop(keys, arguments, "lpop", List::pop_front)),
    ("RPOP", -2, |keys, arguments| pop(keys, arguments, "rpop", List::pop_back)),
    ("LRANGE", 4, lrange),
    ("LLEN", 2, |keys, arguments| Ok(int(keys.read::<List>(arguments[0])?.map_or(0, List::len)))),
    ("LTRIM", 4, ltrim),
    ("LINDEX", 3, lindex),
    ("LSET", 4, lset),
    ("LREM", 4, lrem),
];

fn push(keys: &mut Keyspace, arguments: &[&[u8]], end: fn(&mut List, Vec<u8>)) -> Answer {
    let list = keys.create::<List>(arguments[0])?;
    arguments[1..].iter().for_each(|value| end(list, value.to_vec()));
    Ok(int(list.len()))
}

fn pop(keys: &mut Keyspace, arguments: &[&[u8]], command: &str, end: fn(&mut List) -> Option<Vec<u8>>) -> Answer {
    match arguments {
        [key] => Ok(maybe(keys.edit(key, end)?.flatten())),
        [key, number] => {
            let number = count(number)?;
            let taken = keys.edit(key, |list: &mut List| {
                let number = number.min(list.len());
                (0..number).filter_map(|_| end(list)).map(Reply::Bytes).collect()
            })?;
            Ok(taken.map_or(Reply::Nil, Reply::List))
        }
        _ => Err(wrong_arity(command)),
    }
}

fn lrange(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (start, stop) = (integer(arguments[1])?, integer(arguments[2])?);
    let Some(values) = keys.read::<List>(arguments[0])? else { return Ok(Reply::List(Vec::new())) };
    Ok(list(values.range(span(start, stop, values.len()))))
}

fn ltrim(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (start, stop) = (integer(arguments[1])?, integer(arguments[2])?);
    keys.edit(arguments[0], |list: &mut List| {
        let kept = span(start, stop, list.len());
        list.truncate(kept.end);
        list.drain(..kept.start);
    })?;
    Ok(Reply::Ok)
}

/// Turns a position, from the end if it is negative, into an index.
fn index(position: i64, length: usize) -> Option<usize> {
    let position = if position < 0 { position.checked_add(length as i64)? } else { position };
    usize::try_from(position).ok().filter(|index| *index < length)
}

fn lindex(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let Some(list) = keys.read::<List>(arguments[0])? else { return Ok(Reply::Nil) };
    let position = integer(arguments[1])?;
    Ok(index(position, list.len()).map_or(Reply::Nil, |index| bytes(&list[index])))
}

fn lset(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let list = keys.write::<List>(arguments[0])?.ok_or_else(no_such_key)?;
    let index = index(integer(arguments[1])?, list.len()).ok_or_else(|| err("index out of range"))?;
    list[index] = arguments[2].to_vec();
    Ok(Reply::Ok)
}

fn lrem(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (number, value) = (signed_count(arguments[1])?, arguments[2]);
    let removed = keys.edit(arguments[0], |list: &mut List| {
        let before = list.len();
        let mut left = if number == 0 { u64::MAX } else { number.unsigned_abs() };
        let mut stays = |item: &Vec<u8>| {
            let goes = left > 0 && item == value;
            left -= u64::from(goes);
            !goes
        };
        if number < 0 {
            // From the end: decide backwards, then keep in the order of the list.
            let mut decisions: Vec<bool> = list.iter().rev().map(&mut stays).collect();
            list.retain(|_| decisions.pop().unwrap_or(true));
        } else {
            list.retain(stays);
        }
        before - list.len()
    })?;
    Ok(int(removed.unwrap_or(0)))
}
