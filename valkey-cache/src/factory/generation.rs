//! Generations of connections: when one breaks, those of its age are not used again.

use std::sync::atomic::{AtomicU64, Ordering};

/// The generation of the connections that are made now.
///
/// A connection that broke most likely did not break alone: the server was restarted.
#[derive(Debug, Default)]
pub(super) struct Generation(AtomicU64);

impl Generation {
    /// Returns the number of the present generation; a connection remembers the one that it began in.
    pub(super) fn now(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Ends a generation. Connections that broke together end it once: what was connected meanwhile stays.
    pub(super) fn end(&self, old: u64) {
        let _is_news = self.0.compare_exchange(old, old + 1, Ordering::AcqRel, Ordering::Relaxed);
    }
}
