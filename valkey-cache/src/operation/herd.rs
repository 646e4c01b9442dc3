//! The rule by which a herd client lets one caller renew a value while the others still get the old one.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::codec::Deadline;
use crate::config::Timeout;

/// How long stale values are still served, and to whom.
///
/// A value carries the time at which its timeout passes, and stays on the server for the herd timeout after it. A caller
/// who reads it in that time sees a miss with a chance that grows from nearly none to certain, and renews it; the others
/// get the old value. It is the rule of django-valkey's herd client.
#[derive(Clone)]
pub struct Herd {
    timeout: Duration,
    source: Arc<dyn HerdSource>,
}

/// Where a [`Herd`] has the time and its chances from: the system, or a test.
pub trait HerdSource: Send + Sync + 'static {
    /// Returns the time.
    fn now(&self) -> SystemTime;

    /// Returns a number from 1 to `highest`, each as likely as the others.
    fn draw(&self, highest: u64) -> u64;
}

struct System;

impl HerdSource for System {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn draw(&self, highest: u64) -> u64 {
        fastrand::u64(1..=highest)
    }
}

/// What a value is to a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Its timeout has not passed.
    Fresh,
    /// Its timeout has passed, and it is served nevertheless.
    Stale,
    /// Its timeout has passed, and this caller is to renew it.
    Due,
}

impl Herd {
    /// Makes the rule for values that are served for `timeout` after their own timeout has passed; above zero.
    pub fn new(timeout: Duration) -> Self {
        Self { timeout, source: Arc::new(System) }
    }

    /// Takes time and chances from `source`.
    pub fn with_source(self, source: impl HerdSource) -> Self {
        Self { source: Arc::new(source), ..self }
    }

    /// Returns how long a value stays on the server that is stale after `timeout`.
    pub(crate) fn lifetime(&self, timeout: Timeout) -> Timeout {
        match timeout {
            Timeout::After(time) => Timeout::After(time.saturating_add(self.timeout)),
            Timeout::Never => Timeout::Never,
        }
    }

    /// Returns when a value is stale that is stored now; nothing if it never is. The time of the store is cut to seconds.
    pub(crate) fn deadline(&self, timeout: Timeout) -> Option<Deadline> {
        match timeout {
            Timeout::After(time) => Some(Deadline::after(self.now().as_secs(), time)),
            Timeout::Never => None,
        }
    }

    /// Tells whether the timeout of a value has passed.
    pub(crate) fn has_passed(&self, deadline: Deadline) -> bool {
        self.since(deadline) > 0.0
    }

    /// Tells what a value is to a caller who reads it now.
    pub(crate) fn judge(&self, deadline: Deadline) -> Freshness {
        let (past, herd) = (self.since(deadline), self.timeout.as_secs_f64());
        let is_due = || past >= herd || past + self.source.draw(herd.ceil().max(1.0) as u64) as f64 >= herd;
        match past > 0.0 {
            true if is_due() => Freshness::Due,
            true => Freshness::Stale,
            false => Freshness::Fresh,
        }
    }

    /// Returns how many seconds have gone by since then.
    fn since(&self, deadline: Deadline) -> f64 {
        self.now().as_secs_f64() - deadline.seconds()
    }

    fn now(&self) -> Duration {
        self.source.now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }
}

impl fmt::Debug for Herd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Herd").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
