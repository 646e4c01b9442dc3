//! Commands about sorted sets by member; those about ranges are in [`super::sorted_ranges`].

use super::args::{Word, bytes, count, float, int, is};
use super::dispatch::Row;
use super::error::{Answer, err, syntax, wrong_arity};
use super::keyspace::Keyspace;
use super::number::score;
use super::sorted::{Scored, SortedSet};
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("ZADD", -4, zadd),
    ("ZINCRBY", 4, zincrby),
    ("ZREM", -3, zrem),
    ("ZCARD", 2, |keys, arguments| Ok(int(keys.read::<SortedSet>(arguments[0])?.map_or(0, SortedSet::len)))),
    ("ZSCORE", 3, zscore),
    ("ZMSCORE", -3, zmscore),
    ("ZRANK", -3, |keys, arguments| rank(keys, arguments, "zrank", |rank, _| rank)),
    ("ZREVRANK", -3, |keys, arguments| rank(keys, arguments, "zrevrank", |rank, size| size - 1 - rank)),
    ("ZPOPMIN", -2, |keys, arguments| pop(keys, arguments, false)),
    ("ZPOPMAX", -2, |keys, arguments| pop(keys, arguments, true)),
];

/// Makes a reply of a score.
fn score_reply(value: Option<f64>) -> Reply {
    value.map_or(Reply::Nil, |value| bytes(score(value)))
}

/// Makes a flat list of members, and of their scores if they are wanted.
pub(super) fn members<'a>(members: impl IntoIterator<Item = &'a Scored>, with_scores: bool) -> Reply {
    let mut items = Vec::new();
    for scored in members {
        items.push(bytes(&scored.member));
        if with_scores {
            items.push(bytes(score(scored.score)));
        }
    }
    Reply::List(items)
}

/// The options of `ZADD`.
#[derive(Clone, Copy, Default)]
struct Options {
    nx: bool,
    xx: bool,
    gt: bool,
    lt: bool,
    ch: bool,
    incr: bool,
}

/// What became of one member.
enum Outcome {
    Refused,
    Same(f64),
    Changed(f64),
    Added(f64),
}

impl Options {
    /// Reads the options and returns what follows them.
    fn parse<'a, 'b>(arguments: &'a [&'b [u8]]) -> (Self, &'a [&'b [u8]]) {
        let mut options = Self::default();
        let mut rest = arguments;
        while let [option, following @ ..] = rest {
            match Word::of(option).as_str() {
                "NX" => options.nx = true,
                "XX" => options.xx = true,
                "GT" => options.gt = true,
                "LT" => options.lt = true,
                "CH" => options.ch = true,
                "INCR" => options.incr = true,
                _ => break,
            }
            rest = following;
        }
        (options, rest)
    }

    fn check(self, pairs: usize) -> Answer<()> {
        if self.nx && self.xx {
            return Err(err("XX and NX options at the same time are not compatible"));
        }
        if (self.gt || self.lt) && self.nx || self.gt && self.lt {
            return Err(err("GT, LT, and/or NX options at the same time are not compatible"));
        }
        if self.incr && pairs > 1 {
            return Err(err("INCR option supports a single increment-element pair"));
        }
        Ok(())
    }

    fn apply(self, set: &mut SortedSet, member: &[u8], given: f64) -> Answer<Outcome> {
        let Some(before) = set.score(member) else {
            if self.xx {
                return Ok(Outcome::Refused);
            }
            set.insert(member, given);
            return Ok(Outcome::Added(given));
        };
        if self.nx {
            return Ok(Outcome::Refused);
        }
        let after = if self.incr { before + given } else { given };
        if after.is_nan() {
            return Err(err("resulting score is not a number (NaN)"));
        }
        if self.gt && after <= before || self.lt && after >= before {
            return Ok(Outcome::Refused);
        }
        if after == before {
            return Ok(Outcome::Same(after));
        }
        set.insert(member, after);
        Ok(Outcome::Changed(after))
    }
}

fn zadd(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (options, pairs) = Options::parse(&arguments[1..]);
    add(keys, arguments[0], options, pairs)
}

fn zincrby(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    add(keys, arguments[0], Options { incr: true, ..Options::default() }, &arguments[1..])
}

fn add(keys: &mut Keyspace, key: &[u8], options: Options, pairs: &[&[u8]]) -> Answer {
    let (pairs, rest) = pairs.as_chunks::<2>();
    if pairs.is_empty() || !rest.is_empty() {
        return Err(syntax());
    }
    options.check(pairs.len())?;
    let scores = pairs.iter().map(|[score, _]| float(score)).collect::<Answer<Vec<_>>>()?;
    if options.xx && keys.read::<SortedSet>(key)?.is_none() {
        return Ok(if options.incr { Reply::Nil } else { Reply::Int(0) });
    }
    let set = keys.create::<SortedSet>(key)?;
    let (mut added, mut changed, mut last) = (0, 0, None);
    for ([_, member], score) in pairs.iter().zip(scores) {
        last = match options.apply(set, member, score)? {
            Outcome::Refused => None,
            Outcome::Same(after) => Some(after),
            Outcome::Changed(after) => {
                changed += 1;
                Some(after)
            }
            Outcome::Added(after) => {
                added += 1;
                Some(after)
            }
        };
    }
    Ok(match options {
        Options { incr: true, .. } => score_reply(last),
        Options { ch: true, .. } => int(added + changed),
        _ => int(added),
    })
}

fn zrem(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let members = arguments[1..].iter();
    let removed =
        keys.edit(arguments[0], |set: &mut SortedSet| members.filter(|member| set.remove(member).is_some()).count())?;
    Ok(int(removed.unwrap_or(0)))
}

fn zscore(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    Ok(score_reply(keys.read::<SortedSet>(arguments[0])?.and_then(|set| set.score(arguments[1]))))
}

fn zmscore(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let set = keys.read::<SortedSet>(arguments[0])?;
    let score = |member: &&[u8]| score_reply(set.and_then(|set| set.score(member)));
    Ok(Reply::List(arguments[1..].iter().map(score).collect()))
}

fn rank(keys: &mut Keyspace, arguments: &[&[u8]], command: &str, turn: fn(usize, usize) -> usize) -> Answer {
    let with_score = match arguments {
        [_, _] => false,
        [_, _, option] if is(option, "WITHSCORE") => true,
        [_, _, _] => return Err(syntax()),
        _ => return Err(wrong_arity(command)),
    };
    let Some(set) = keys.read::<SortedSet>(arguments[0])? else { return Ok(Reply::Nil) };
    let Some(rank) = set.rank(arguments[1]) else { return Ok(Reply::Nil) };
    let rank = int(turn(rank, set.len()));
    Ok(if with_score { Reply::List(vec![rank, score_reply(set.score(arguments[1]))]) } else { rank })
}

fn pop(keys: &mut Keyspace, arguments: &[&[u8]], from_the_end: bool) -> Answer {
    let number = match arguments {
        [_] => 1,
        [_, number] => count(number)?,
        _ => return Err(syntax()),
    };
    let taken = keys.edit(arguments[0], |set: &mut SortedSet| {
        let number = number.min(set.len());
        if !from_the_end {
            return set.remove_range(0..number);
        }
        let mut taken = set.remove_range(set.len() - number..set.len());
        taken.reverse();
        taken
    })?;
    Ok(members(&taken.unwrap_or_default(), true))
}
