//! Commands about when a key expires, and the units that other commands share with them.

use super::args::{Word, integer};
use super::dispatch::Row;
use super::error::{Answer, err, invalid_expiry};
use super::keyspace::{Keyspace, Millis};
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("TTL", 2, |keys, arguments| remaining(keys, arguments, seconds)),
    ("PTTL", 2, |keys, arguments| remaining(keys, arguments, |left| left)),
    ("EXPIRETIME", 2, |keys, arguments| moment(keys, arguments, seconds)),
    ("PEXPIRETIME", 2, |keys, arguments| moment(keys, arguments, |deadline| deadline)),
    ("EXPIRE", -3, |keys, arguments| expire(keys, arguments, Unit::Seconds, "expire")),
    ("PEXPIRE", -3, |keys, arguments| expire(keys, arguments, Unit::Millis, "pexpire")),
    ("EXPIREAT", -3, |keys, arguments| expire(keys, arguments, Unit::AtSecond, "expireat")),
    ("PEXPIREAT", -3, |keys, arguments| expire(keys, arguments, Unit::AtMillis, "pexpireat")),
    ("PERSIST", 2, persist),
];

/// Rounds to seconds, as the server does.
fn seconds(millis: Millis) -> i64 {
    millis / 1000 + i64::from(millis % 1000 >= 500)
}

/// How the number of an expiry is meant.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Seconds,
    Millis,
    AtSecond,
    AtMillis,
}

impl Unit {
    /// Returns the unit that an option of `SET` names, given in capitals.
    pub(super) fn of(option: &str) -> Option<Self> {
        match option {
            "EX" => Some(Unit::Seconds),
            "PX" => Some(Unit::Millis),
            "EXAT" => Some(Unit::AtSecond),
            "PXAT" => Some(Unit::AtMillis),
            _ => None,
        }
    }

    /// Returns the moment that a number means, none if it is out of range.
    fn moment(self, number: i64, now: Millis) -> Option<Millis> {
        let millis = match self {
            Unit::Seconds | Unit::AtSecond => number.checked_mul(1000)?,
            Unit::Millis | Unit::AtMillis => number,
        };
        match self {
            Unit::Seconds | Unit::Millis => millis.checked_add(now),
            Unit::AtSecond | Unit::AtMillis => Some(millis),
        }
    }

    /// Returns the moment for a value that is being stored, for which the number must be positive.
    pub(super) fn deadline(self, number: &[u8], now: Millis, command: &str) -> Answer<Millis> {
        let number = Some(integer(number)?).filter(|number| *number > 0);
        number.and_then(|number| self.moment(number, now)).ok_or_else(|| invalid_expiry(command))
    }
}

/// Answers -2 for a missing key, -1 for one without expiry.
fn moment(keys: &mut Keyspace, arguments: &[&[u8]], unit: fn(Millis) -> i64) -> Answer {
    Ok(Reply::Int(match keys.deadline(arguments[0]) {
        None => -2,
        Some(None) => -1,
        Some(Some(deadline)) => unit(deadline),
    }))
}

fn remaining(keys: &mut Keyspace, arguments: &[&[u8]], unit: fn(Millis) -> i64) -> Answer {
    let now = keys.now();
    Ok(match moment(keys, arguments, |deadline| deadline)? {
        Reply::Int(deadline) if deadline >= 0 => Reply::Int(unit((deadline - now).max(0))),
        missing => missing,
    })
}

/// The conditions of `EXPIRE`.
#[derive(Default)]
struct Conditions {
    nx: bool,
    xx: bool,
    gt: bool,
    lt: bool,
}

impl Conditions {
    fn parse(options: &[&[u8]]) -> Answer<Self> {
        let mut conditions = Self::default();
        for option in options {
            match Word::of(option).as_str() {
                "NX" => conditions.nx = true,
                "XX" => conditions.xx = true,
                "GT" => conditions.gt = true,
                "LT" => conditions.lt = true,
                _ => return Err(err(format!("Unsupported option {}", String::from_utf8_lossy(option)))),
            }
        }
        if conditions.nx && (conditions.xx || conditions.gt || conditions.lt) {
            return Err(err("NX and XX, GT or LT options at the same time are not compatible"));
        }
        if conditions.gt && conditions.lt {
            return Err(err("GT and LT options at the same time are not compatible"));
        }
        Ok(conditions)
    }

    /// Tells whether a key that expires at `before` may expire at `after` from now on.
    fn allow(&self, before: Option<Millis>, after: Millis) -> bool {
        !(self.nx && before.is_some()
            || self.xx && before.is_none()
            || self.gt && before.is_none_or(|before| after <= before)
            || self.lt && before.is_some_and(|before| after >= before))
    }
}

fn expire(keys: &mut Keyspace, arguments: &[&[u8]], unit: Unit, command: &str) -> Answer {
    let conditions = Conditions::parse(&arguments[2..])?;
    let after = unit.moment(integer(arguments[1])?, keys.now()).ok_or_else(|| invalid_expiry(command))?;
    let allowed = keys.deadline(arguments[0]).is_some_and(|before| conditions.allow(before, after));
    if allowed {
        keys.touch(arguments[0]);
        keys.set_deadline(arguments[0], Some(after));
    }
    Ok(Reply::Int(allowed.into()))
}

fn persist(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let expires = matches!(keys.deadline(arguments[0]), Some(Some(_)));
    keys.set_deadline(arguments[0], None);
    Ok(Reply::Int(expires.into()))
}
