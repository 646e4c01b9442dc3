use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use valkey_cache::Result;

use super::record::{Call, Record};
use super::{Face, timed, value};

/// So many keys each caller writes again and again.
pub(super) const KEYS: u64 = 50;
/// Every so many turns a caller writes a key that is never written again, and asks for one of those that all share.
const ONCE: u64 = 4;
const SHARED: u64 = 3;
/// How long what is shared is there, or is fresh with a herd client: not for long, so that it is loaded again and again.
const FRESH: Duration = Duration::from_millis(50);

/// How far a caller has got.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pub(super) calls: AtomicU64,
    pub(super) writes: AtomicU64,
    pub(super) errors: AtomicU64,
    /// Calls since the last error.
    pub(super) clean: AtomicU64,
}

/// One of those who call.
pub(super) struct Caller<'c> {
    pub(super) cache: &'c dyn Face,
    /// What it shares keys under with the others of its load.
    pub(super) load: u32,
    pub(super) name: String,
    pub(super) progress: &'c Progress,
    pub(super) record: Record,
}

impl Caller<'_> {
    /// Takes turns until it is over.
    pub(super) fn go_on(mut self, is_over: &AtomicBool, pace: Duration) -> Record {
        for turn in 1.. {
            if is_over.load(Ordering::Relaxed) {
                break;
            }
            self.turn(turn);
            if !pace.is_zero() {
                // Not to wait for anything, but to leave something of the machine to others.
                std::thread::sleep(pace);
            }
        }
        self.record
    }

    fn turn(&mut self, turn: u64) {
        let [key, other] = [turn, turn * 7 + 3].map(|number| format!("{{{}-{}}}", self.name, number % KEYS));
        self.set(&key, turn, Some(&key));
        let read = self.time(Call::Get, |cache| cache.get(&key));
        self.check(Call::Get, &key, read);
        if !turn.is_multiple_of(ONCE) {
            return;
        }
        match self.time(Call::GetTwo, |cache| cache.get_two([&key, &other])) {
            Ok(outcomes) => [&key, &other].into_iter().zip(outcomes).for_each(|(key, outcome)| {
                self.check(Call::GetTwo, key, outcome);
            }),
            Err(error) => [&key, &other].into_iter().for_each(|key| self.check(Call::GetTwo, key, Err(error.clone()))),
        }
        let (once, began) = (format!("{{{}-once-{turn}}}", self.name), Instant::now());
        if self.set(&once, 1, None) {
            self.record.once.push((once, began));
        }
        let shared = format!("{{{}-shared-{}}}", self.load, turn / ONCE % SHARED);
        let loaded = value::text(&shared, turn);
        let read = self.time(Call::GetOrSet, |cache| cache.get_or_set(&shared, &loaded, FRESH));
        self.check(Call::GetOrSet, &shared, read.map(Some));
    }

    /// Writes, and takes note of the key if that fails, unless there would be no end of such keys.
    fn set(&mut self, key: &str, turn: u64, noted: Option<&str>) -> bool {
        let written = self.time(Call::Set, |cache| cache.set(key, &value::text(key, turn)));
        self.note(Call::Set, noted, &written);
        let is_written = written.is_ok_and(|is_written| is_written);
        self.record.writes += u64::from(is_written);
        self.progress.writes.fetch_add(is_written.into(), Ordering::Relaxed);
        is_written
    }

    fn check(&mut self, call: Call, key: &str, read: Result<Option<String>>) {
        self.note(call, Some(key), &read);
        // A replica may be behind, but what it has belongs to the key.
        let wrong = read.ok().flatten().and_then(|found| value::complaint(key, &found));
        self.record.wrong.extend(wrong);
    }

    fn time<T>(&mut self, call: Call, act: impl FnOnce(&dyn Face) -> Result<T>) -> Result<T> {
        let (result, took) = timed(|| act(self.cache));
        self.record.longest = self.record.longest.max(took / call.round_trips());
        result
    }

    fn note<T>(&mut self, call: Call, key: Option<&str>, result: &Result<T>) {
        self.record.calls += 1;
        match result {
            Ok(_) => drop(self.progress.clean.fetch_add(1, Ordering::Relaxed)),
            Err(error) => {
                self.record.note_error(call, key, error);
                self.progress.clean.store(0, Ordering::Relaxed);
                self.progress.errors.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.progress.calls.fetch_add(1, Ordering::Relaxed);
    }
}
