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
            until => has_passed(until),
        }
    }

    /// Tells whether the server failed, and did not answer since.
    pub(crate) fn has_failed(&self) -> bool {
        self.resting_until.load(Ordering::Relaxed) != 0
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
        let until = self.resting_until.load(Ordering::Relaxed);
        if until != 0 && !has_passed(until) {
            // The calls that were under way when it failed say the same thing again.
            return;
        }
        let failures = self.failures.load(Ordering::Relaxed);
        let rest = FIRST_REST.saturating_mul(1 << failures.min(10)).min(LONGEST_REST);
        let rested = u64::try_from((START.elapsed() + rest).as_millis()).unwrap_or(u64::MAX);
        if self.resting_until.compare_exchange(until, rested, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn has_passed(milliseconds: u64) -> bool {
    START.elapsed() >= Duration::from_millis(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_at_the_same_time_are_one() {
        let health = Health::default();
        (0..100).for_each(|_| health.failed());
        assert_eq!(health.failures.load(Ordering::Relaxed), 1);
        assert!(!has_passed(health.resting_until.load(Ordering::Relaxed) + 1));
        let longest = (START.elapsed() + FIRST_REST).as_millis();
        assert!(u128::from(health.resting_until.load(Ordering::Relaxed)) <= longest);
        assert!(health.has_failed());
        health.succeeded();
        assert!(health.is_up() && !health.has_failed());
    }
}
