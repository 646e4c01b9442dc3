use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use valkey_cache::{Error, ErrorKind};

/// What callers call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// One read.
    Get,
    /// One write.
    Set,
    /// Two reads in one batch.
    GetTwo,
    /// A read, and a write if nothing is there, in which all callers share the keys.
    GetOrSet,
}

impl Call {
    /// Tells whether the call reads and nothing else.
    pub fn reads(self) -> bool {
        matches!(self, Self::Get | Self::GetTwo)
    }

    /// Returns how many round trips, each of which has a timeout, may be slow before one fails and ends the call.
    pub(super) fn round_trips(self) -> u32 {
        // What is missing is looked for, and then stored, by the caller or by another one who is waited for.
        if self == Self::GetOrSet { 2 } else { 1 }
    }
}

/// What happened to one caller, or to all of them.
#[derive(Debug, Default)]
pub struct Record {
    /// How many calls ended.
    pub calls: u64,
    /// How many writes were acknowledged.
    pub writes: u64,
    /// The longest call, by round trip; what the machine was late by does not count.
    pub longest: Duration,
    /// How often each call failed with each kind of error.
    pub errors: BTreeMap<(Call, String), u64>,
    /// The text of the first error of each kind.
    pub texts: BTreeMap<String, String>,
    /// The keys for which a call failed, of those that are called again and again.
    pub failed: BTreeSet<(Call, String)>,
    /// What was read that is not what was stored under its key. There must be none.
    pub wrong: Vec<String>,
    /// When the first error came, and the last one.
    pub(super) trouble: Option<(Instant, Instant)>,
    /// The keys that were written once, with what and when, and acknowledged.
    pub(super) once: Vec<(String, Instant)>,
}

impl Record {
    /// Returns how many calls failed.
    pub fn error_count(&self) -> u64 {
        self.errors.values().sum()
    }

    /// Returns the kinds of all errors.
    pub fn kinds(&self) -> BTreeSet<&str> {
        self.errors.keys().map(|(_, kind)| kind.as_str()).collect()
    }

    /// Tells whether a call failed with an error of this kind.
    pub fn has_met(&self, call: Call, kind: ErrorKind) -> bool {
        self.errors.contains_key(&(call, format!("{kind:?}")))
    }

    pub(super) fn note_error(&mut self, call: Call, key: Option<&str>, error: &Error) {
        let (kind, now) = (format!("{:?}", error.kind()), Instant::now());
        self.trouble = Some((self.trouble.map_or(now, |(first, _)| first), now));
        self.texts.entry(kind.clone()).or_insert_with(|| error.to_string());
        *self.errors.entry((call, kind)).or_default() += 1;
        self.failed.extend(key.map(|key| (call, key.to_owned())));
    }

    /// Adds how much happened to others, and leaves out to what.
    pub(crate) fn add_counts(&mut self, other: &Self) {
        self.calls += other.calls;
        self.writes += other.writes;
        self.longest = self.longest.max(other.longest);
        for (what, times) in &other.errors {
            *self.errors.entry(what.clone()).or_default() += times;
        }
        for (kind, text) in &other.texts {
            self.texts.entry(kind.clone()).or_insert_with(|| text.clone());
        }
    }

    /// Adds what happened to another caller.
    pub(super) fn add(&mut self, other: Self) {
        self.add_counts(&other);
        self.failed.extend(other.failed);
        self.wrong.extend(other.wrong);
        self.trouble = match (self.trouble, other.trouble) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, other) => one.or(other),
        };
        self.once.extend(other.once);
    }

    /// Returns when the writes began that were acknowledged and are not there any more.
    pub fn lost(&self, read: impl Fn(&str) -> Option<String>) -> Vec<Instant> {
        let is_lost = |key: &String| read(key).is_none();
        self.once.iter().filter(|(key, _)| is_lost(key)).map(|(_, began)| *began).collect()
    }

    /// Returns how many acknowledged writes [`lost`](Self::lost) looks for.
    pub fn once_count(&self) -> usize {
        self.once.len()
    }
}
