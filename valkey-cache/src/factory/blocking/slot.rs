//! The places of a pool.

use std::collections::VecDeque;
use std::fmt;

use super::live::Live;

/// Makes empty slots for r2d2, which counts and queues; the caller who takes one connects it, within its own deadline.
///
/// Were r2d2 to connect, a refused connection would be retried in the background while callers wait out their timeouts.
#[derive(Debug)]
pub(super) struct Slots;

impl r2d2::ManageConnection for Slots {
    type Connection = Slot;
    type Error = std::convert::Infallible;

    fn connect(&self) -> Result<Slot, Self::Error> {
        Ok(Slot::default())
    }

    fn is_valid(&self, _: &mut Slot) -> Result<(), Self::Error> {
        Ok(())
    }

    fn has_broken(&self, _: &mut Slot) -> bool {
        false
    }
}

/// A place in the pool, with a connection or without.
#[derive(Default)]
pub(super) struct Slot {
    pub(super) live: Option<Live>,
    /// Where there are several servers, one connection to each of the others.
    others: VecDeque<Live>,
}

impl Slot {
    /// Moves on to the next of `count` servers: operations spread over them even if they come one after the other.
    pub(super) fn turn(&mut self, count: usize) {
        self.others.extend(self.live.take());
        // One that is missing is connected when its turn comes, and one that is too many goes.
        while self.others.len() >= count {
            self.live = self.others.pop_front();
        }
    }

    pub(super) fn close(&mut self) {
        *self = Self::default();
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Slot").field(&self.live.as_ref().map(|live| live.generation)).finish()
    }
}
