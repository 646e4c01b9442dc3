//! Commands about strings.

use super::args::{Word, bytes, int, maybe};
use super::dispatch::Row;
use super::error::{Answer, syntax, wrong_arity};
use super::expiry::Unit;
use super::keyspace::{Keyspace, Millis};
use super::value::{Kind, Text, Value};
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("GET", 2, |keys, arguments| Ok(maybe(keys.read::<Text>(arguments[0])?))),
    ("SET", -3, set),
    ("SETNX", 3, setnx),
    ("GETSET", 3, getset),
    ("GETDEL", 2, getdel),
    ("GETEX", -2, getex),
    ("DELIFEQ", 3, delifeq),
    ("STRLEN", 2, |keys, arguments| Ok(int(keys.read::<Text>(arguments[0])?.map_or(0, Vec::len)))),
    ("APPEND", 3, append),
    ("MGET", -2, mget),
    ("MSET", -3, mset),
    ("MSETNX", -3, msetnx),
];

/// What becomes of a key's expiry.
#[derive(Clone, Copy)]
enum Expiry<'a> {
    Unsaid,
    Keep,
    Persist,
    Number(Unit, &'a [u8]),
}

impl<'a> Expiry<'a> {
    /// Reads the options that `SET` and `GETEX` share, and returns the rest; none if the option is another one.
    fn option<'r>(&mut self, option: &str, rest: &'r [&'a [u8]]) -> Answer<Option<&'r [&'a [u8]]>> {
        let Some(unit) = Unit::of(option) else { return Ok(None) };
        let fits = match *self {
            Expiry::Unsaid => true,
            // Said again in the same unit, the last number counts.
            Expiry::Number(before, _) => before == unit,
            Expiry::Keep | Expiry::Persist => false,
        };
        let [number, rest @ ..] = rest else { return Err(syntax()) };
        *self = if fits { Expiry::Number(unit, number) } else { return Err(syntax()) };
        Ok(Some(rest))
    }
}

/// The options of `SET`.
struct SetOptions<'a> {
    expiry: Expiry<'a>,
    nx: bool,
    xx: bool,
    get: bool,
    equal_to: Option<&'a [u8]>,
}

impl<'a> SetOptions<'a> {
    fn parse(arguments: &[&'a [u8]]) -> Answer<Self> {
        let mut options = Self { expiry: Expiry::Unsaid, nx: false, xx: false, get: false, equal_to: None };
        let mut rest = arguments;
        while let [option, following @ ..] = rest {
            rest = following;
            match Word::of(option).as_str() {
                "NX" if !options.xx && options.equal_to.is_none() => options.nx = true,
                "XX" if !options.nx && options.equal_to.is_none() => options.xx = true,
                "GET" => options.get = true,
                "IFEQ" if !options.nx && !options.xx && options.equal_to.is_none() && !rest.is_empty() => {
                    options.equal_to = Some(rest[0]);
                    rest = &rest[1..];
                }
                "KEEPTTL" if matches!(options.expiry, Expiry::Unsaid | Expiry::Keep) => options.expiry = Expiry::Keep,
                option => rest = options.expiry.option(option, rest)?.ok_or_else(syntax)?,
            }
        }
        Ok(options)
    }

    fn allow(&self, keys: &mut Keyspace, key: &[u8]) -> Answer<bool> {
        Ok(match self.equal_to {
            Some(wanted) => keys.read::<Text>(key)?.is_some_and(|value| value == wanted),
            None if self.nx => keys.peek(key).is_none(),
            None if self.xx => keys.peek(key).is_some(),
            None => true,
        })
    }
}

fn set(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (key, value) = (arguments[0], arguments[1]);
    let options = SetOptions::parse(&arguments[2..])?;
    let deadline = match options.expiry {
        Expiry::Number(unit, number) => Some(unit.deadline(number, keys.now(), "set")?),
        Expiry::Keep => keys.deadline(key).flatten(),
        Expiry::Unsaid | Expiry::Persist => None,
    };
    let before = if options.get { maybe(keys.read::<Text>(key)?) } else { Reply::Ok };
    let allowed = options.allow(keys, key)?;
    if allowed {
        store(keys, key, value, deadline);
    }
    Ok(if allowed || options.get { before } else { Reply::Nil })
}

fn store(keys: &mut Keyspace, key: &[u8], value: &[u8], deadline: Option<Millis>) {
    keys.insert(key, Text::from(value).wrap(), deadline);
}

fn setnx(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let is_free = keys.peek(arguments[0]).is_none();
    if is_free {
        store(keys, arguments[0], arguments[1], None);
    }
    Ok(Reply::Int(is_free.into()))
}

fn getset(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let before = maybe(keys.read::<Text>(arguments[0])?);
    store(keys, arguments[0], arguments[1], None);
    Ok(before)
}

fn getdel(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let before = maybe(keys.read::<Text>(arguments[0])?);
    keys.remove(arguments[0]);
    Ok(before)
}

fn getex(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let key = arguments[0];
    let mut expiry = Expiry::Unsaid;
    let mut rest = &arguments[1..];
    while let [option, following @ ..] = rest {
        rest = following;
        match Word::of(option).as_str() {
            "PERSIST" if matches!(expiry, Expiry::Unsaid | Expiry::Persist) => expiry = Expiry::Persist,
            option => rest = expiry.option(option, rest)?.ok_or_else(syntax)?,
        }
    }
    let deadline = match expiry {
        Expiry::Number(unit, number) => Some(unit.deadline(number, keys.now(), "getex")?),
        Expiry::Persist => None,
        Expiry::Unsaid | Expiry::Keep => keys.deadline(key).flatten(),
    };
    let value = maybe(keys.read::<Text>(key)?);
    keys.set_deadline(key, deadline);
    Ok(value)
}

fn delifeq(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let is_equal = keys.read::<Text>(arguments[0])?.is_some_and(|value| value == arguments[1]);
    if is_equal {
        keys.remove(arguments[0]);
    }
    Ok(Reply::Int(is_equal.into()))
}

fn append(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let value = keys.create::<Text>(arguments[0])?;
    value.extend_from_slice(arguments[1]);
    Ok(int(value.len()))
}

fn mget(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let mut value = |key: &&[u8]| {
        keys.touch(key);
        match keys.peek(key) {
            Some(Value::Text(text)) => bytes(text),
            _ => Reply::Nil,
        }
    };
    Ok(Reply::List(arguments.iter().map(&mut value).collect()))
}

fn mset(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    for [key, value] in pairs("mset", arguments)? {
        store(keys, key, value, None);
    }
    Ok(Reply::Ok)
}

fn msetnx(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let pairs = pairs("msetnx", arguments)?;
    let is_free = pairs.iter().all(|[key, _]| keys.peek(key).is_none());
    if is_free {
        pairs.iter().for_each(|[key, value]| store(keys, key, value, None));
    }
    Ok(Reply::Int(is_free.into()))
}

fn pairs<'a, 'w>(name: &str, arguments: &'a [&'w [u8]]) -> Answer<&'a [[&'w [u8]; 2]]> {
    match arguments.as_chunks::<2>() {
        (pairs, []) => Ok(pairs),
        _ => Err(wrong_arity(name)),
    }
}
