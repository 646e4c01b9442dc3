//! One load, and those who wait for it.

use std::any::Any;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use super::nesting;
use crate::error::{Error, Result};

/// The load of one key.
pub(crate) struct Flight {
    id: u64,
    landing: OnceLock<Landing>,
    waiting: Mutex<Waiting>,
}

/// How a load ended, for those who waited for it.
pub(crate) enum Landing {
    /// With a value, as it is stored: each reads it as a type of its own, like one that comes from the server.
    Value(Vec<u8>),
    /// With an error of the loader's own type, where that can be handed on; and what is to be said where it cannot.
    Failed { own: Option<Box<dyn Any + Send + Sync>>, told: Error },
    /// With an error of the cache.
    Error(Error),
    /// With nothing: whoever was loading was cancelled, and somebody else has to load.
    Abandoned,
}

/// Wakers by ticket: who gives up waiting takes his out, however long the load goes on.
#[derive(Default)]
struct Waiting {
    next: u64,
    wakers: BTreeMap<u64, Waker>,
}

impl Flight {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { id, landing: OnceLock::new(), waiting: Mutex::default() }
    }

    /// Returns the number of the load, which no other in this process has.
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Ends the load and wakes those who wait; only the first end counts.
    pub(super) fn land(&self, landing: Landing) {
        self.landing.get_or_init(|| landing);
        let wakers = std::mem::take(&mut self.waiting().wakers);
        wakers.into_values().for_each(Waker::wake);
    }

    /// Returns how the load ended, if it did.
    pub(super) fn landing(&self) -> Option<&Landing> {
        self.landing.get()
    }

    /// Waits until the load has ended.
    ///
    /// # Errors
    ///
    /// `Load`, if the load cannot end before this wait does.
    pub(crate) async fn landed(&self) -> Result<&Landing> {
        let _wait = nesting::wait(self.id)?;
        Ok(Landed { flight: self, ticket: None }.await)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Landed<'f> {
    flight: &'f Flight,
    ticket: Option<u64>,
}

impl<'f> Future for Landed<'f> {
    type Output = &'f Landing;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'f Landing> {
        let flight = self.flight;
        let mut waiting = flight.waiting();
        // Looked at under the lock: a load that ends from here on finds the waker.
        if let Some(landing) = flight.landing() {
            return Poll::Ready(landing);
        }
        let ticket = *self.ticket.get_or_insert_with(|| {
            waiting.next += 1;
            waiting.next
        });
        let former = waiting.wakers.insert(ticket, context.waker().clone());
        // A waker may run foreign code when it is dropped.
        drop(waiting);
        drop(former);
        Poll::Pending
    }
}

impl Drop for Landed<'_> {
    fn drop(&mut self) {
        let waker = self.ticket.and_then(|ticket| self.flight.waiting().wakers.remove(&ticket));
        drop(waker);
    }
}

#[cfg(test)]
mod tests;
