//! Which servers failed lately, so that they are not asked on every call.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long a server is left alone after its first failure; doubled with each further one.
const FIRST_REST: Duration = Duration::from_millis(500);
/// How long a server is left alone at most.
const LONGEST_REST: Duration = Duration::from_secs(15);

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The health of one server, as its callers saw it.
#[derive(Debug, Default)]
pub(crate) struct Health {
    failures: AtomicU32,
    /// Milliseconds after `START`; 0 for a server that is up.
    resting_until: AtomicU64,
}

impl Health {
    /// Tells whether the server is to be asked: it did not fail lately, or has rested long enough.
    pub(crate) fn is_up(&self) -> bool {
        match self.resting_until.load(Ordering::Relaxed) {
            0 => true,
            until => START.elapsed() >= Duration::from_millis(until),
        }
    }

    /// Notes that the server answered.
    pub(crate) fn succeeded(&self) {
        if self.resting_until.load(Ordering::Relaxed) != 0 {
            self.failures.store(0, Ordering::Relaxed);
            self.resting_until.store(0, Ordering::Relaxed);
        }
    }

    /// Notes that the server could not be reached.
    pub(crate) fn failed(&self) {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed);
        let rest = FIRST_REST.saturating_mul(1 << failures.min(10)).min(LONGEST_REST);
        let until = (START.elapsed() + rest).as_millis();
        self.resting_until.store(u64::try_from(until).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}
