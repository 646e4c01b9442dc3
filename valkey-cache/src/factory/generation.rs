//! Generations of connections: when one breaks, those of its age are not used again.

use std::sync::atomic::{AtomicU64, Ordering};

/// The generation of the connections that are made now.
///
/// A connection that broke most likely did not break alone: the server was restarted. Several generations in a row make
/// a term: the time in which the connections go to one and the same server.
#[derive(Debug, Default)]
pub(super) struct Generation(AtomicU64);

/// Generations are numbered within a term; the number of the term stands above theirs.
const TERM: u64 = 1 << 32;

impl Generation {
    /// Returns the number of the present generation; a connection remembers the one that it began in.
    pub(super) fn now(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Ends a generation. Connections that broke together end it once: what was connected meanwhile stays.
    pub(super) fn end(&self, old: u64) {
        let _is_news = self.0.compare_exchange(old, old + 1, Ordering::AcqRel, Ordering::Relaxed);
    }

    /// Ends the term: from now on another server is meant.
    pub(super) fn end_term(&self) {
        self.0.fetch_add(TERM, Ordering::AcqRel);
    }

    /// Tells whether the server that this generation was connected to is still the one that is meant. If not, nothing
    /// more is sent to it, and what it answers does not count.
    pub(super) fn is_of_term(&self, generation: u64) -> bool {
        self.now() / TERM == generation / TERM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_outlives_its_generations() {
        let generation = Generation::default();
        let first = generation.now();
        generation.end(first);
        generation.end(first);
        assert_eq!(generation.now(), first + 1);
        assert!(generation.is_of_term(first));
        generation.end_term();
        assert!(!generation.is_of_term(first));
        assert!(!generation.is_of_term(first + 1));
        assert!(generation.is_of_term(generation.now()));
    }
}
