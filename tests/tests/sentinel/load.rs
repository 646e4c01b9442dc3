//! Callers who write and read all the time, and take note of what they were told.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use valkey_cache_tests::{Server, eventually};

use super::DEADLINE;
use crate::faults::face::Face;
use crate::faults::timed;

const CALLERS: usize = 4;
const KEYS: u64 = 50;

/// Callers who are at work.
pub(super) struct Load<'s> {
    callers: Vec<ScopedJoinHandle<'s, Record>>,
    control: &'s Control,
}

/// What tells the callers to stop, and how far each of them got.
#[derive(Default)]
pub(super) struct Control {
    is_over: AtomicBool,
    writes: [AtomicU64; CALLERS],
}

/// What happened to one caller, or to all of them.
#[derive(Default)]
pub(super) struct Record {
    pub(super) calls: u64,
    pub(super) errors: BTreeMap<String, u64>,
    pub(super) longest: Duration,
    /// The last write of each key that was acknowledged, and when it began.
    written: BTreeMap<String, (u64, Instant)>,
    /// When each write that was acknowledged was over.
    acknowledged: Vec<Instant>,
}

impl<'s> Load<'s> {
    /// Begins. The callers go on until [`end`](Self::end), through all errors.
    pub(super) fn start<'e>(scope: &'s thread::Scope<'s, 'e>, cache: &'e dyn Face, control: &'s Control) -> Self {
        let call = |caller| {
            move || {
                let mut record = Record::default();
                for turn in 1.. {
                    if control.is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    record.turn(cache, caller, turn, &control.writes[caller]);
                }
                record
            }
        };
        let load = Self { callers: (0..CALLERS).map(|caller| scope.spawn(call(caller))).collect(), control };
        load.wait_for_writes(20);
        load
    }

    /// Waits until each caller has written so many times more.
    pub(super) fn wait_for_writes(&self, more: u64) {
        let now = || self.control.writes.each_ref().map(|writes| writes.load(Ordering::Relaxed));
        let before = now();
        eventually(DEADLINE, || now().iter().zip(before).all(|(now, before)| *now >= before + more));
    }

    /// Stops, and says what happened.
    pub(super) fn end(mut self) -> Record {
        self.control.is_over.store(true, Ordering::Relaxed);
        let mut all = Record::default();
        for caller in self.callers.drain(..) {
            let one = caller.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            all.calls += one.calls;
            all.longest = all.longest.max(one.longest);
            one.errors.into_iter().for_each(|(error, times)| *all.errors.entry(error).or_default() += times);
            all.written.extend(one.written);
            all.acknowledged.extend(one.acknowledged);
        }
        all.acknowledged.sort();
        all
    }
}

impl Drop for Load<'_> {
    /// Lets a test that fails come to its end.
    fn drop(&mut self) {
        self.control.is_over.store(true, Ordering::Relaxed);
    }
}

impl Record {
    fn turn(&mut self, cache: &dyn Face, caller: usize, turn: u64, writes: &AtomicU64) {
        let key = format!("{caller}-{}", turn % KEYS);
        let began = Instant::now();
        let (written, took) = timed(|| cache.set(&key, &format!("{key}={turn}")));
        self.note(took, &written);
        if written.is_ok_and(|written| written) {
            self.written.insert(key.clone(), (turn, began));
            self.acknowledged.push(Instant::now());
            writes.fetch_add(1, Ordering::Relaxed);
        }
        let (read, took) = timed(|| cache.get(&key));
        self.note(took, &read);
        // A replica may be behind, but what it has belongs to the key.
        if let Ok(Some(value)) = read {
            assert!(value.starts_with(&format!("{key}=")), "{key} holds {value:?}");
        }
    }

    fn note<T>(&mut self, took: Duration, result: &Result<T, valkey_cache::Error>) {
        self.calls += 1;
        self.longest = self.longest.max(took);
        if let Err(error) = result {
            *self.errors.entry(format!("{:?}", error.kind())).or_default() += 1;
        }
    }

    /// Returns when the writes began whose values the primary does not have.
    pub(super) fn lost(&self, primary: &Server) -> Vec<Instant> {
        let is_lost = |key: &String, turn: u64| {
            let value = primary.command(&["GET", &format!("sentinel:1:{key}")]).expect("the new primary answers");
            let value: Option<String> = redis::from_redis_value(value).expect("a value is a text");
            // As a JSON text; a later write that nobody acknowledged may stand there.
            let stored = value.and_then(|value| value.trim_matches('"').rsplit('=').next()?.parse::<u64>().ok());
            stored.is_none_or(|stored| stored < turn)
        };
        let lost = self.written.iter().filter(|(key, (turn, _))| is_lost(key, *turn));
        lost.map(|(_, (_, began))| *began).collect()
    }

    /// Returns how long no write was acknowledged, at most.
    pub(super) fn gap(&self) -> Duration {
        self.acknowledged.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or_default()
    }

    /// Says in one line what happened.
    pub(super) fn report(&self, what: &str, lost: usize) {
        let (calls, writes) = (self.calls, self.acknowledged.len());
        let (longest, gap) = (self.longest, self.gap());
        println!(
            "{what}: {calls} calls, {writes} writes acknowledged, of the last of each key {lost} lost; errors {:?}; longest \
             call {longest:?}; longest time without a write {gap:?}",
            self.errors
        );
    }
}
