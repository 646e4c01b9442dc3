//! Commands about ranges of sorted sets. Every range becomes a range of ranks.

use std::ops::Range;

use super::args::{Word, int, integer, span};
use super::dispatch::Row;
use super::error::{Answer, err, syntax};
use super::keyspace::Keyspace;
use super::number;
use super::sorted::{Scored, SortedSet};
use super::sorted_sets::members;
use crate::operation::Reply;

pub(super) const COMMANDS: &[Row] = &[
    ("ZRANGE", -4, zrange),
    ("ZCOUNT", 4, zcount),
    ("ZREMRANGEBYSCORE", 4, zremrangebyscore),
    ("ZREMRANGEBYRANK", 4, zremrangebyrank),
];

/// One end of a range of scores.
#[derive(Clone, Copy)]
struct ScoreBound {
    score: f64,
    excluded: bool,
}

impl ScoreBound {
    fn parse(text: &[u8]) -> Answer<Self> {
        let (excluded, number) = match text {
            [b'(', number @ ..] => (true, number),
            _ => (false, text),
        };
        let score = number::bound(number).ok_or_else(|| err("min or max is not a float"))?;
        Ok(Self { score, excluded })
    }
}

/// Returns the ranks of the members between two scores.
fn ranks_by_score(set: &SortedSet, min: ScoreBound, max: ScoreBound) -> Range<usize> {
    let is_below = |scored: &Scored| scored.score < min.score || min.excluded && scored.score == min.score;
    let is_within = |scored: &Scored| scored.score < max.score || !max.excluded && scored.score == max.score;
    set.partition_point(is_below)..set.partition_point(is_within)
}

/// One end of a range of members.
#[derive(Clone, Copy)]
enum LexBound<'a> {
    Lowest,
    Highest,
    Included(&'a [u8]),
    Excluded(&'a [u8]),
}

impl<'a> LexBound<'a> {
    fn parse(text: &'a [u8]) -> Answer<Self> {
        match text {
            b"-" => Ok(LexBound::Lowest),
            b"+" => Ok(LexBound::Highest),
            [b'[', member @ ..] => Ok(LexBound::Included(member)),
            [b'(', member @ ..] => Ok(LexBound::Excluded(member)),
            _ => Err(err("min or max not valid string range item")),
        }
    }
}

/// Returns the ranks of the members between two names; as on the server, all scores should be the same.
fn ranks_by_lex(set: &SortedSet, min: LexBound<'_>, max: LexBound<'_>) -> Range<usize> {
    let is_below = |scored: &Scored| match min {
        LexBound::Lowest => false,
        LexBound::Highest => true,
        LexBound::Included(bound) => *scored.member < *bound,
        LexBound::Excluded(bound) => *scored.member <= *bound,
    };
    let is_within = |scored: &Scored| match max {
        LexBound::Lowest => false,
        LexBound::Highest => true,
        LexBound::Included(bound) => *scored.member <= *bound,
        LexBound::Excluded(bound) => *scored.member < *bound,
    };
    set.partition_point(is_below)..set.partition_point(is_within)
}

/// The ends of a range, as `ZRANGE` is told to read them.
enum Bounds<'a> {
    Rank(i64, i64),
    Score(ScoreBound, ScoreBound),
    Lex(LexBound<'a>, LexBound<'a>),
}

/// The options of `ZRANGE`.
#[derive(Default)]
struct Options {
    by_score: bool,
    by_lex: bool,
    reversed: bool,
    with_scores: bool,
    limit: Option<(i64, i64)>,
}

impl Options {
    fn parse(arguments: &[&[u8]]) -> Answer<Self> {
        let mut options = Self::default();
        let mut rest = arguments;
        while let [option, following @ ..] = rest {
            rest = following;
            match (Word::of(option).as_str(), following) {
                ("WITHSCORES", _) => options.with_scores = true,
                ("REV", _) if !options.reversed => options.reversed = true,
                ("BYSCORE", _) if !options.by_lex && !options.by_score => options.by_score = true,
                ("BYLEX", _) if !options.by_lex && !options.by_score => options.by_lex = true,
                ("LIMIT", [offset, number, following @ ..]) => {
                    options.limit = Some((integer(offset)?, integer(number)?));
                    rest = following;
                }
                _ => return Err(syntax()),
            }
        }
        let by_rank = !options.by_score && !options.by_lex;
        if by_rank && options.limit.is_some_and(|(_, number)| number != -1) {
            return Err(err("syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX"));
        }
        if by_rank {
            // A limit that takes everything is let through, and its offset means nothing.
            options.limit = None;
        }
        if options.with_scores && options.by_lex {
            return Err(err("syntax error, WITHSCORES not supported in combination with BYLEX"));
        }
        Ok(options)
    }

    fn bounds<'a>(&self, start: &'a [u8], stop: &'a [u8]) -> Answer<Bounds<'a>> {
        let (min, max) = if self.reversed { (stop, start) } else { (start, stop) };
        Ok(if self.by_score {
            Bounds::Score(ScoreBound::parse(min)?, ScoreBound::parse(max)?)
        } else if self.by_lex {
            Bounds::Lex(LexBound::parse(min)?, LexBound::parse(max)?)
        } else {
            Bounds::Rank(integer(start)?, integer(stop)?)
        })
    }

    /// Cuts a range of ranks down to `LIMIT`, counted from the end that comes first.
    fn limited(&self, range: Range<usize>) -> Range<usize> {
        let (offset, number) = self.limit.unwrap_or((0, -1));
        let Ok(offset) = usize::try_from(offset) else { return 0..0 };
        let left = range.len().saturating_sub(offset);
        let number = usize::try_from(number).unwrap_or(left).min(left);
        let skipped = range.len() - left;
        if self.reversed {
            let end = range.end - skipped;
            end - number..end
        } else {
            let start = range.start + skipped;
            start..start + number
        }
    }
}

fn zrange(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let options = Options::parse(&arguments[3..])?;
    let bounds = options.bounds(arguments[1], arguments[2])?;
    let Some(set) = keys.read::<SortedSet>(arguments[0])? else { return Ok(Reply::List(Vec::new())) };
    let range = match bounds {
        Bounds::Rank(start, stop) => {
            let range = span(start, stop, set.len());
            if options.reversed { set.len() - range.end..set.len() - range.start } else { range }
        }
        Bounds::Score(min, max) => ranks_by_score(set, min, max),
        Bounds::Lex(min, max) => ranks_by_lex(set, min, max),
    };
    let range = if range.start < range.end { options.limited(range) } else { 0..0 };
    let found = set.range(range);
    Ok(if options.reversed {
        members(found.collect::<Vec<_>>().into_iter().rev(), options.with_scores)
    } else {
        members(found, options.with_scores)
    })
}

fn zcount(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (min, max) = (ScoreBound::parse(arguments[1])?, ScoreBound::parse(arguments[2])?);
    let set = keys.read::<SortedSet>(arguments[0])?;
    Ok(int(set.map_or(0, |set| ranks_by_score(set, min, max).len())))
}

fn zremrangebyscore(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (min, max) = (ScoreBound::parse(arguments[1])?, ScoreBound::parse(arguments[2])?);
    remove(keys, arguments[0], |set| ranks_by_score(set, min, max))
}

fn zremrangebyrank(keys: &mut Keyspace, arguments: &[&[u8]]) -> Answer {
    let (start, stop) = (integer(arguments[1])?, integer(arguments[2])?);
    remove(keys, arguments[0], |set| span(start, stop, set.len()))
}

fn remove(keys: &mut Keyspace, key: &[u8], ranks: impl Fn(&SortedSet) -> Range<usize>) -> Answer {
    let removed = keys.edit(key, |set: &mut SortedSet| set.remove_range(ranks(set)).len())?;
    Ok(int(removed.unwrap_or(0)))
}
