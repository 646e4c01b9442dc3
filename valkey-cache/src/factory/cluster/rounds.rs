//! Rounds of questions: one at a time, however many callers want to know.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::Error;

/// Rounds that nobody needs at once follow each other after this time at the earliest.
const PAUSE: Duration = Duration::from_millis(100);

/// Rounds of questions to the nodes.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    state: Mutex<State>,
    /// Somebody found that what is known may not be so any more. Read by every operation, without a lock.
    is_doubted: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    is_running: bool,
    /// How many rounds have ended.
    over: u64,
    over_since: Option<Instant>,
    /// Why the last round brought nothing.
    failure: Option<Error>,
}

/// What a caller who wants a round has to do.
pub(super) enum Turn<'r> {
    /// To ask.
    Ask(Asking<'r>),
    /// To wait for who does.
    Wait,
    /// Nothing: a round has ended since.
    Over(Option<Error>),
}

/// The task of asking. Dropped before the round has ended, it leaves the task to another.
pub(super) struct Asking<'r>(&'r Rounds);

impl Rounds {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how many rounds have ended.
    pub(super) fn over(&self) -> u64 {
        self.state().over
    }

    /// Finds out what a caller has to do who wants a round that ends after `seen` others.
    pub(super) fn turn(&self, seen: u64) -> Turn<'_> {
        let mut state = self.state();
        if state.over > seen {
            return Turn::Over(state.failure.clone());
        }
        match std::mem::replace(&mut state.is_running, true) {
            true => Turn::Wait,
            false => Turn::Ask(Asking(self)),
        }
    }

    /// Takes note that what is known may not be so any more.
    pub(super) fn doubt(&self) {
        self.is_doubted.store(true, Ordering::Relaxed);
    }

    /// Tells one caller that it is time to ask, if anybody doubts and nobody asks already.
    pub(super) fn is_due(&self) -> bool {
        let is_time = |state: &State| !state.is_running && state.over_since.is_none_or(|since| since.elapsed() > PAUSE);
        self.is_doubted.load(Ordering::Relaxed)
            && is_time(&self.state())
            && self.is_doubted.swap(false, Ordering::Relaxed)
    }
}

impl Asking<'_> {
    /// Ends the round; a failure is why it brought nothing.
    pub(super) fn end(self, failure: Option<Error>) {
        let mut state = self.0.state();
        state.over += 1;
        state.over_since = Some(Instant::now());
        state.failure = failure;
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.state().is_running = false;
    }
}
