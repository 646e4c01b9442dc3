//! Commands that count: on strings, and on the fields of hashes.

use super::args::{bytes, integer};
use super::dispatch::Row;
use super::error::{Answer, err, not_a_float, not_an_integer, not_finite, overflow};
use super::keyspace::Keyspace;
use super::number::{self, LongDouble};
use super::value::{Hash, Text};
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("INCR", 2, |keys, arguments| add(keys, arguments[0], 1)),
    ("DECR", 2, |keys, arguments| add(keys, arguments[0], -1)),
    ("INCRBY", 3, |keys, arguments| add(keys, arguments[0], integer(arguments[1])?)),
    ("DECRBY", 3, decrby),
    ("INCRBYFLOAT", 3, incrbyfloat),
    ("HINCRBY", 4, hincrby),
    ("HINCRBYFLOAT", 4, hincrbyfloat),
];

fn decrby(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let amount = integer(arguments[1])?.checked_neg().ok_or_else(|| err("decrement would overflow"))?;
    add(keys, arguments[0], amount)
}

fn add(keys: &mut Keyspace, key: &[u8], amount: i64) -> Answer {
    let before = match keys.read::<Text>(key)? {
        Some(text) => number::integer(text).ok_or_else(not_an_integer)?,
        None => 0,
    };
    let after = before.checked_add(amount).ok_or_else(overflow)?;
    *keys.create::<Text>(key)? = after.to_string().into();
    Ok(Reply::Int(after))
}

fn incrbyfloat(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let before = match keys.read::<Text>(arguments[0])? {
        Some(text) => LongDouble::parse(text).ok_or_else(not_a_float)?,
        None => LongDouble::parse(b"0").flatten(),
    };
    let amount = LongDouble::parse(arguments[1]).ok_or_else(not_a_float)?;
    let after = sum(before, amount)?;
    *keys.create::<Text>(arguments[0])? = after.clone();
    Ok(Reply::Bytes(after))
}

/// Adds two numbers, none of which stands for an infinity.
fn sum(before: Option<LongDouble>, amount: Option<LongDouble>) -> Answer<Vec<u8>> {
    let sum = before.zip(amount).and_then(|(before, amount)| before.add(amount));
    sum.map(|sum| sum.to_string().into()).ok_or_else(not_finite)
}

fn hincrby(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (key, field, amount) = (arguments[0], arguments[1], integer(arguments[2])?);
    let before = match keys.read::<Hash>(key)?.and_then(|hash| hash.get(field)) {
        Some(text) => number::integer(text).ok_or_else(|| err("hash value is not an integer"))?,
        None => 0,
    };
    let after = before.checked_add(amount).ok_or_else(overflow)?;
    keys.create::<Hash>(key)?.insert(field.into(), after.to_string().into());
    Ok(Reply::Int(after))
}

fn hincrbyfloat(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (key, field) = (arguments[0], arguments[1]);
    let amount = LongDouble::parse(arguments[2]).ok_or_else(not_a_float)?;
    if amount.is_none() {
        return Err(err("value is NaN or Infinity"));
    }
    let before = match keys.read::<Hash>(key)?.and_then(|hash| hash.get(field)) {
        Some(text) => LongDouble::parse(text).ok_or_else(|| err("hash value is not a float"))?,
        None => LongDouble::parse(b"0").flatten(),
    };
    let after = sum(before, amount)?;
    keys.create::<Hash>(key)?.insert(field.into(), after.clone());
    Ok(bytes(after))
}
