//! [Sorted sets](https://valkey.io/commands/#sorted-set) of values.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backend::{Action, BaseValkeyCache, Conditional};
use crate::error::Result;
use crate::key::Key;
use crate::operation::{Command, Draft, IntoCommand, Reader, Settings, read, reply, write};

/// Values in the order of their scores.
pub trait SortedSetCommands: BaseValkeyCache {
    /// Adds members with their scores, or gives them new ones; returns how many were new.
    /// [ZADD](https://valkey.io/commands/zadd)
    ///
    /// Options: [`nx`](Action::nx), [`xx`](Action::xx), [`gt`](Action::gt), [`lt`](Action::lt), [`ch`](Action::ch).
    fn zadd<'c, T: Serialize>(
        &'c self,
        key: impl Into<Key<'c>>,
        members: impl IntoIterator<Item = (T, f64)>,
    ) -> Action<'c, Self, ZAdd<'c>> {
        let members = members.into_iter().map(|(member, score)| (score, self.encode(&member))).collect();
        self.action(ZAdd { key: key.into(), members, nx: false, xx: false, gt: false, lt: false, ch: false })
    }

    /// Returns members by rank, by score or by their bytes. [ZRANGE](https://valkey.io/commands/zrange)
    ///
    /// `range` is a range of ranks, such as `0..=9` or `..`, of scores, or of bytes: see [`Range`].
    /// Options: [`rev`](Action::rev), [`limit`](Action::limit), [`with_scores`](Action::with_scores).
    fn zrange<'c, T: DeserializeOwned>(
        &'c self,
        key: impl Into<Key<'c>>,
        range: impl Into<Range>,
    ) -> Action<'c, Self, ZRange<'c, Vec<T>>> {
        self.action(ZRange {
            key: key.into(),
            range: range.into(),
            rev: false,
            limit: None,
            with_scores: false,
            read: reply::values,
        })
    }

    /// Returns a member's score; nothing if it is none. [ZSCORE](https://valkey.io/commands/zscore)
    fn zscore<'c, T>(&'c self, key: impl Into<Key<'c>>, member: &T) -> Action<'c, Self, Command<'c, Option<f64>>>
    where
        T: Serialize + ?Sized,
    {
        self.action(read("ZSCORE").key(key).value(self.encode(member)).returns(reply::optional_float))
    }

    /// Returns a member's rank, from 0 for the lowest score; nothing if it is none. [ZRANK](https://valkey.io/commands/zrank)
    fn zrank<'c, T>(&'c self, key: impl Into<Key<'c>>, member: &T) -> Action<'c, Self, Command<'c, Option<u64>>>
    where
        T: Serialize + ?Sized,
    {
        self.action(read("ZRANK").key(key).value(self.encode(member)).returns(reply::optional_count))
    }

    /// Adds `delta` to a member's score, 0 if it is none, and returns the sum. [ZINCRBY](https://valkey.io/commands/zincrby)
    fn zincrby<'c, T>(&'c self, key: impl Into<Key<'c>>, member: &T, delta: f64) -> Action<'c, Self, Command<'c, f64>>
    where
        T: Serialize + ?Sized,
    {
        self.action(
            write("ZINCRBY").once().key(key).float(delta).value(self.encode(member)).returns_or_fails(reply::float),
        )
    }

    /// Removes members; returns how many were there. [ZREM](https://valkey.io/commands/zrem)
    fn zrem<'c, T: Serialize>(
        &'c self,
        key: impl Into<Key<'c>>,
        members: impl IntoIterator<Item = T>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        let members = members.into_iter().map(|member| self.encode(&member));
        self.action(write("ZREM").key(key).values(members).returns(reply::count))
    }

    /// Returns the number of members. [ZCARD](https://valkey.io/commands/zcard)
    fn zcard<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, u64>> {
        self.action(read("ZCARD").key(key).returns(reply::count))
    }

    /// Returns the number of members whose scores lie between two bounds. [ZCOUNT](https://valkey.io/commands/zcount)
    fn zcount<'c>(
        &'c self,
        key: impl Into<Key<'c>>,
        min: impl Into<ScoreBound>,
        max: impl Into<ScoreBound>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        let (min, max) = (min.into().to_string(), max.into().to_string());
        self.action(read("ZCOUNT").key(key).text(min).text(max).returns(reply::count))
    }
}

impl<B: BaseValkeyCache> SortedSetCommands for B {}

/// `ZADD` with its options.
#[derive(Debug)]
pub struct ZAdd<'c> {
    key: Key<'c>,
    members: Vec<(f64, Result<Vec<u8>>)>,
    nx: bool,
    xx: bool,
    gt: bool,
    lt: bool,
    ch: bool,
}

impl<B: BaseValkeyCache> Action<'_, B, ZAdd<'_>> {
    /// Gives a member a new score only if it is greater.
    pub fn gt(mut self) -> Self {
        self.operation.gt = true;
        self
    }

    /// Gives a member a new score only if it is less.
    pub fn lt(mut self) -> Self {
        self.operation.lt = true;
        self
    }

    /// Counts the members that were changed too, beside the new ones.
    pub fn ch(mut self) -> Self {
        self.operation.ch = true;
        self
    }
}

impl Conditional for ZAdd<'_> {
    fn set_nx(&mut self) {
        self.nx = true;
    }

    fn set_xx(&mut self) {
        self.xx = true;
    }
}

impl IntoCommand for ZAdd<'_> {
    type Output = u64;

    fn into_command<'c>(self, _: &Settings) -> Command<'c, u64>
    where
        Self: 'c,
    {
        let Self { key, members, nx, xx, gt, lt, ch } = self;
        let no_number = members.iter().any(|(score, _)| score.is_nan());
        let contradiction = (nx && (xx || gt || lt)) || (gt && lt);
        let draft = write("ZADD").key(key);
        let draft = draft.word_if(nx, "NX").word_if(xx, "XX").word_if(gt, "GT").word_if(lt, "LT").word_if(ch, "CH");
        draft
            .each("member", members, |draft, (score, member)| draft.float(score).value(member))
            .reject_if(contradiction, || {
                "of `.nx()`, `.gt()` and `.lt()` only one can hold, and `.nx()` excludes `.xx()`".into()
            })
            .reject_if(no_number, || "a score is NaN, which has no place in an order; give a number".into())
            .returns(reply::count)
    }

    fn name(&self) -> &'static str {
        "ZADD"
    }

    fn fallback(&self) -> Option<u64> {
        Some(0)
    }
}

/// A bound of scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScoreBound {
    /// The score itself and what lies inside; infinities are no bound.
    Inclusive(f64),
    /// What lies inside, without the score itself.
    Exclusive(f64),
}

impl From<f64> for ScoreBound {
    fn from(score: f64) -> Self {
        Self::Inclusive(score)
    }
}

impl fmt::Display for ScoreBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inclusive(score) => write!(f, "{score}"),
            Self::Exclusive(score) => write!(f, "({score}"),
        }
    }
}

/// Which members [`zrange`](SortedSetCommands::zrange) returns.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Those from one rank to another, both included; −1 is the last. Rust's ranges of `i64` mean the same.
    Rank(i64, i64),
    /// Those whose scores lie between two bounds.
    Score(ScoreBound, ScoreBound),
    /// Those whose encoded bytes lie between two bounds, among members of one score: `[a`, `(a`, `-`, `+`.
    Lex(String, String),
}

impl Range {
    /// Makes a range of scores: numbers, or [`ScoreBound`]s.
    pub fn score(min: impl Into<ScoreBound>, max: impl Into<ScoreBound>) -> Self {
        Self::Score(min.into(), max.into())
    }

    /// Makes a range of encoded bytes: `[a` with a, `(a` without, `-` from the first, `+` to the last.
    pub fn lex(min: impl Into<String>, max: impl Into<String>) -> Self {
        Self::Lex(min.into(), max.into())
    }
}

impl From<std::ops::RangeFull> for Range {
    fn from(_: std::ops::RangeFull) -> Self {
        Self::Rank(0, -1)
    }
}

impl From<std::ops::RangeFrom<i64>> for Range {
    fn from(range: std::ops::RangeFrom<i64>) -> Self {
        Self::Rank(range.start, -1)
    }
}

impl From<std::ops::RangeInclusive<i64>> for Range {
    fn from(range: std::ops::RangeInclusive<i64>) -> Self {
        Self::Rank(*range.start(), *range.end())
    }
}

/// How many members to skip, and how many to return at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many to skip.
    pub offset: usize,
    /// How many to return at most.
    pub count: usize,
}

/// `ZRANGE` with its options.
pub struct ZRange<'c, T> {
    key: Key<'c>,
    range: Range,
    rev: bool,
    limit: Option<Limit>,
    with_scores: bool,
    read: Reader<T>,
}

impl<T> fmt::Debug for ZRange<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZRange").field("key", &self.key).field("range", &self.range).finish_non_exhaustive()
    }
}

impl<'c, B: BaseValkeyCache, T> Action<'c, B, ZRange<'c, T>> {
    /// Returns the highest first. Ranks count from the highest then; bounds of scores stay as they are.
    pub fn rev(mut self) -> Self {
        self.operation.rev = true;
        self
    }

    /// Skips some members and returns a limited number of those that follow. For ranges of scores and bytes.
    pub fn limit(mut self, offset: usize, count: usize) -> Self {
        self.operation.limit = Some(Limit { offset, count });
        self
    }
}

impl<'c, B: BaseValkeyCache, T: DeserializeOwned> Action<'c, B, ZRange<'c, Vec<T>>> {
    /// Returns members with their scores.
    pub fn with_scores(self) -> Action<'c, B, ZRange<'c, Vec<(T, f64)>>> {
        let ZRange { key, range, rev, limit, .. } = self.operation;
        let operation = ZRange { key, range, rev, limit, with_scores: true, read: reply::scored };
        Action { cache: self.cache, operation, version: self.version }
    }
}

impl<T: Default> IntoCommand for ZRange<'_, T> {
    type Output = T;

    fn into_command<'c>(self, _: &Settings) -> Command<'c, T>
    where
        Self: 'c,
    {
        let Self { key, range, rev, limit, with_scores, read: reader } = self;
        let draft = read("ZRANGE").key(key);
        let by_rank = matches!(range, Range::Rank(..));
        let (word, min, max) = match range {
            Range::Rank(start, stop) => (None, start.to_string(), stop.to_string()),
            Range::Score(min, max) => (Some("BYSCORE"), min.to_string(), max.to_string()),
            Range::Lex(min, max) => (Some("BYLEX"), min, max),
        };
        // Reversed, the server wants the upper bound first; our callers say the lower one first, always.
        let (first, second) = if rev && !by_rank { (max, min) } else { (min, max) };
        let draft = draft.text(first).text(second);
        let draft = word.into_iter().fold(draft, Draft::word).word_if(rev, "REV");
        let draft = match limit {
            Some(Limit { offset, count }) => draft.word("LIMIT").count(offset).count(count),
            None => draft,
        };
        draft
            .word_if(with_scores, "WITHSCORES")
            .reject_if(by_rank && limit.is_some(), || {
                "`.limit()` is for ranges of scores or bytes; a range of ranks has its own ends".into()
            })
            .returns(reader)
    }

    fn name(&self) -> &'static str {
        "ZRANGE"
    }

    fn fallback(&self) -> Option<T> {
        Some(T::default())
    }
}
