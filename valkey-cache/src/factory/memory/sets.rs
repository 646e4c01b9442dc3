//! Commands about sets.

use super::args::{bytes, count, int, list, signed_count};
use super::dispatch::Row;
use super::error::{Answer, err, syntax};
use super::keyspace::Keyspace;
use super::value::Set;
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("SADD", -3, sadd),
    ("SCARD", 2, |keys, arguments| Ok(int(keys.read::<Set>(arguments[0])?.map_or(0, Set::len)))),
    ("SDIFF", -2, |keys, arguments| Ok(list(difference(keys, arguments)?))),
    ("SINTER", -2, |keys, arguments| Ok(list(intersection(keys, arguments)?))),
    ("SUNION", -2, |keys, arguments| Ok(list(union(keys, arguments)?))),
    ("SDIFFSTORE", -3, |keys, arguments| store(keys, arguments, difference)),
    ("SINTERSTORE", -3, |keys, arguments| store(keys, arguments, intersection)),
    ("SUNIONSTORE", -3, |keys, arguments| store(keys, arguments, union)),
    ("SISMEMBER", 3, sismember),
    ("SMISMEMBER", -3, smismember),
    ("SMEMBERS", 2, |keys, arguments| Ok(list(keys.read::<Set>(arguments[0])?.into_iter().flatten()))),
    ("SMOVE", 4, smove),
    ("SPOP", -2, spop),
    ("SRANDMEMBER", -2, srandmember),
    ("SREM", -3, srem),
];

/// The longest list of members that may repeat. The server has no bound, and runs out of memory.
const MOST_REPEATED: u64 = 1 << 24;

fn sadd(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let set = keys.create::<Set>(arguments[0])?;
    Ok(int(arguments[1..].iter().filter(|member| set.insert((**member).into())).count()))
}

fn srem(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let members = arguments[1..].iter();
    let removed =
        keys.edit(arguments[0], |set: &mut Set| members.filter(|member| set.swap_remove(**member)).count())?;
    Ok(int(removed.unwrap_or(0)))
}

fn sismember(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let has = keys.read::<Set>(arguments[0])?.is_some_and(|set| set.contains(arguments[1]));
    Ok(Reply::Int(has.into()))
}

fn smismember(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let set = keys.read::<Set>(arguments[0])?;
    let has = |member: &&[u8]| Reply::Int(set.is_some_and(|set| set.contains(*member)).into());
    Ok(Reply::List(arguments[1..].iter().map(has).collect()))
}

fn smove(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (from, to, member) = (arguments[0], arguments[1], arguments[2]);
    let Some(set) = keys.read::<Set>(from)? else { return Ok(Reply::Int(0)) };
    let has = set.contains(member);
    keys.read::<Set>(to)?;
    if has && from != to {
        keys.edit(from, |set: &mut Set| set.swap_remove(member))?;
        keys.create::<Set>(to)?.insert(member.into());
    }
    Ok(Reply::Int(has.into()))
}

/// Returns a copy of a set, empty if there is none.
fn copy(keys: &mut Keyspace, key: &[u8]) -> Answer<Set> {
    Ok(keys.read::<Set>(key)?.cloned().unwrap_or_default())
}

fn difference(keys: &mut Keyspace, names: &[&[u8]]) -> Answer<Set> {
    let mut result = copy(keys, names[0])?;
    for name in &names[1..] {
        if let Some(set) = keys.read::<Set>(name)? {
            result.retain(|member| !set.contains(member));
        }
    }
    Ok(result)
}

fn intersection(keys: &mut Keyspace, names: &[&[u8]]) -> Answer<Set> {
    let mut result = copy(keys, names[0])?;
    for name in &names[1..] {
        match keys.read::<Set>(name)? {
            Some(set) => result.retain(|member| set.contains(member)),
            None => result.clear(),
        }
    }
    Ok(result)
}

fn union(keys: &mut Keyspace, names: &[&[u8]]) -> Answer<Set> {
    let mut result = Set::new();
    for name in names {
        result.extend(keys.read::<Set>(name)?.into_iter().flatten().cloned());
    }
    Ok(result)
}

fn store(keys: &mut Keyspace, arguments: &[&[u8]], operation: fn(&mut Keyspace, &[&[u8]]) -> Answer<Set>) -> Answer {
    let result = operation(keys, &arguments[1..])?;
    let size = result.len();
    keys.replace(arguments[0], result);
    Ok(int(size))
}

fn spop(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let take = |set: &mut Set| set.swap_remove_index(fastrand::usize(..set.len()));
    match arguments {
        [key] => Ok(keys.edit(key, take)?.flatten().map_or(Reply::Nil, bytes)),
        [key, number] => {
            let number = count(number)?;
            let taken = keys.edit(key, |set: &mut Set| {
                let number = number.min(set.len());
                (0..number).filter_map(|_| take(set)).map(bytes).collect()
            })?;
            Ok(Reply::List(taken.unwrap_or_default()))
        }
        _ => Err(syntax()),
    }
}

fn srandmember(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let number = match arguments {
        [key] => {
            let set = keys.read::<Set>(key)?;
            return Ok(set.map_or(Reply::Nil, |set| bytes(&set[fastrand::usize(..set.len())])));
        }
        [_, number] => signed_count(number)?,
        _ => return Err(syntax()),
    };
    let Some(set) = keys.read::<Set>(arguments[0])? else { return Ok(Reply::List(Vec::new())) };
    Ok(if number < 0 {
        // The same member may come again.
        if number.unsigned_abs() > MOST_REPEATED {
            return Err(err("value is out of range"));
        }
        let one = |_| bytes(&set[fastrand::usize(..set.len())]);
        Reply::List((0..number.unsigned_abs()).map(one).collect())
    } else {
        let number = usize::try_from(number).map_or(set.len(), |number| number.min(set.len()));
        list(fastrand::choose_multiple(set, number))
    })
}
