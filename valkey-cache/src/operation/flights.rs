//! Which keys of a cache are being loaded, so that those who ask for one meanwhile wait instead of loading it too.

use std::collections::HashMap;
use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher as _, RandomState};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::flight::{Flight, Landing};
use super::nesting;
use crate::error::{Error, ErrorKind};
use crate::key::CacheKey;

/// So many keys that miss at the same moment need not wait for each other's bookkeeping.
const STRIPES: usize = 32;

/// The loads under way in one cache: at most one for each key.
#[derive(Default)]
pub struct Flights {
    stripes: [Mutex<Stripe>; STRIPES],
    hasher: RandomState,
    /// How many loads have ended.
    ended: AtomicU64,
}

#[derive(Default)]
struct Stripe {
    flights: HashMap<CacheKey, Arc<Flight>>,
    /// When the last load of a key in this stripe ended.
    last_end: Moment,
}

/// A point in time, in loads that had ended by then.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
pub(crate) struct Moment(u64);

/// What a caller who misses a key has to do.
pub(crate) enum Place<'f> {
    /// To load it.
    Leading(Lead<'f>),
    /// To wait for who does.
    Following(Arc<Flight>),
}

impl Flights {
    /// Tells whether no load is under way.
    pub fn is_empty(&self) -> bool {
        self.stripes.iter().all(|stripe| lock(stripe).flights.is_empty())
    }

    /// Returns the moment, to be taken before the server is asked for a key.
    pub(crate) fn now(&self) -> Moment {
        Moment(self.ended.load(Ordering::Acquire))
    }

    /// Finds the place of a caller who asked the server for `key` after `asked`, and missed.
    pub(crate) fn join(&self, key: &CacheKey, asked: Moment) -> Place<'_> {
        let mut stripe = lock(self.stripe(key));
        if let Some(flight) = stripe.flights.get(key) {
            return Place::Following(Arc::clone(flight));
        }
        let flight = Arc::new(Flight::new());
        stripe.flights.insert(key.clone(), Arc::clone(&flight));
        let may_be_stored = stripe.last_end > asked;
        Place::Leading(Lead { flights: self, key: key.clone(), flight, may_be_stored, closed: false, landing: None })
    }

    fn stripe(&self, key: &CacheKey) -> &Mutex<Stripe> {
        &self.stripes[self.hasher.hash_one(key) as usize % STRIPES]
    }

    fn remove(&self, key: &CacheKey) {
        let mut stripe = lock(self.stripe(key));
        stripe.flights.remove(key);
        stripe.last_end = Moment(self.ended.fetch_add(1, Ordering::AcqRel) + 1);
    }
}

fn lock(stripe: &Mutex<Stripe>) -> MutexGuard<'_, Stripe> {
    stripe.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The task of loading a key. Dropped before the load has ended, it leaves the task to one of those who wait.
pub(crate) struct Lead<'f> {
    flights: &'f Flights,
    key: CacheKey,
    flight: Arc<Flight>,
    may_be_stored: bool,
    /// Nobody can come and wait any more.
    closed: bool,
    landing: Option<Landing>,
}

impl Lead<'_> {
    /// Tells whether another load of the key may have ended after the server was asked: it is worth asking again.
    pub(crate) fn may_be_stored(&self) -> bool {
        self.may_be_stored
    }

    /// Runs the loader; what it waits for is known to be waited for by this load.
    pub(crate) async fn run<T>(&self, load: impl Future<Output = T> + Send) -> T {
        let mut load = pin!(load);
        poll_fn(|context| {
            let _inside = nesting::enter(self.flight.id());
            load.as_mut().poll(context)
        })
        .await
    }

    /// Lets nobody come and wait any more; tells whether anybody waits.
    pub(crate) fn close(&mut self) -> bool {
        if !std::mem::replace(&mut self.closed, true) {
            self.flights.remove(&self.key);
        }
        Arc::strong_count(&self.flight) > 1
    }

    /// Ends the load.
    pub(crate) fn land(mut self, landing: Landing) {
        self.landing = Some(landing);
    }
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        // First of all, so that nobody finds a load that has ended.
        self.close();
        let landing = self.landing.take().unwrap_or_else(|| match std::thread::panicking() {
            true => Landing::Error(panicked().with_key(self.key.as_str())),
            false => Landing::Abandoned,
        });
        self.flight.land(landing);
    }
}

fn panicked() -> Error {
    let message = "the caller that was loading the value panicked while this one waited for it; the panic says why";
    Error::new(ErrorKind::Load, message)
}

impl fmt::Debug for Flights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights").field("ended", &self.ended).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
