use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::caller::{Caller, KEYS, Progress};
use super::record::Record;
use super::{DEADLINE, Face};
use crate::eventually;

const CALLERS: usize = 4;
/// In so many calls a caller goes through all its keys.
const ROUND: u64 = KEYS * 4;

/// Callers who are at work, through all errors, until [`end`](Self::end).
#[derive(Debug)]
pub struct Load {
    callers: Vec<JoinHandle<Record>>,
    control: Arc<Control>,
}

/// What tells the callers to stop, and how far each of them got.
#[derive(Debug, Default)]
struct Control {
    is_over: AtomicBool,
    progress: [Progress; CALLERS],
}

impl Load {
    /// Begins with as many calls as the cache can do.
    ///
    /// # Panics
    /// When the callers get nowhere: the cache has to be well.
    #[track_caller]
    pub fn start(cache: Arc<dyn Face>) -> Self {
        Self::paced(cache, Duration::ZERO)
    }

    /// Begins, with a rest after each turn, which is two calls or five.
    ///
    /// # Panics
    /// When the callers get nowhere: the cache has to be well.
    #[track_caller]
    pub fn paced(cache: Arc<dyn Face>, rest: Duration) -> Self {
        // What an earlier load wrote once is not there for this one.
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let load = NEXT.fetch_add(1, Ordering::Relaxed);
        let control = Arc::<Control>::default();
        let start = |number| {
            let (cache, control) = (Arc::clone(&cache), Arc::clone(&control));
            let work = move || {
                let (name, progress) = (format!("{load}-{number}"), &control.progress[number]);
                let caller = Caller { cache: &*cache, load, name, progress, record: Record::default() };
                caller.go_on(&control.is_over, rest)
            };
            thread::Builder::new().name(format!("caller-{number}")).spawn(work).expect("cannot start a thread")
        };
        let load = Self { callers: (0..CALLERS).map(start).collect(), control };
        load.wait_for_writes(20);
        load
    }

    /// Waits until each caller has so many more writes acknowledged.
    ///
    /// # Panics
    /// When one does not within a minute.
    #[track_caller]
    pub fn wait_for_writes(&self, more: u64) {
        let before = self.now(|progress| &progress.writes);
        self.wait(|load| {
            load.now(|progress| &progress.writes).iter().zip(before).all(|(now, then)| *now >= then + more)
        });
    }

    /// Waits until each caller has met a fault that is there now: three errors, or none in a round through all its keys.
    ///
    /// # Panics
    /// When one does not within a minute.
    #[track_caller]
    pub fn wait_until_met(&self) {
        let errors = self.now(|progress| &progress.errors);
        let calls = self.now(|progress| &progress.calls);
        let has_met = |load: &Self, caller: usize| {
            load.now(|progress| &progress.errors)[caller] >= errors[caller] + 3
                || load.now(|progress| &progress.calls)[caller] >= calls[caller] + ROUND
        };
        self.wait(|load| (0..CALLERS).all(|caller| has_met(load, caller)));
    }

    /// Waits until each caller has gone through all its keys without an error.
    ///
    /// # Panics
    /// When one does not within a minute.
    #[track_caller]
    pub fn wait_until_well(&self) {
        let calls = self.now(|progress| &progress.calls);
        self.wait(|load| {
            let (now, clean) = (load.now(|progress| &progress.calls), load.now(|progress| &progress.clean));
            (0..CALLERS).all(|caller| (now[caller] - calls[caller]).min(clean[caller]) >= ROUND)
        });
    }

    /// Stops, and returns what happened.
    ///
    /// # Panics
    /// When a call does not end within a minute.
    #[track_caller]
    pub fn end(mut self) -> Record {
        self.control.is_over.store(true, Ordering::Relaxed);
        eventually(DEADLINE, || self.callers.iter().all(JoinHandle::is_finished));
        let mut all = Record::default();
        for caller in self.callers.drain(..) {
            all.add(caller.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    }

    #[track_caller]
    fn wait(&self, condition: impl Fn(&Self) -> bool) {
        // A caller that has panicked gets nowhere, and `end` says why.
        eventually(DEADLINE, || condition(self) || self.callers.iter().any(JoinHandle::is_finished));
    }

    fn now(&self, what: impl Fn(&Progress) -> &AtomicU64) -> [u64; CALLERS] {
        self.control.progress.each_ref().map(|progress| what(progress).load(Ordering::Relaxed))
    }
}

impl Drop for Load {
    /// Lets a test that fails come to its end.
    fn drop(&mut self) {
        self.control.is_over.store(true, Ordering::Relaxed);
    }
}
