//! What those who want to know something about a service wait for.

use super::Role;

/// The round of questions that will tell a caller what it wants to know.
///
/// For one who looks for the primary, a change is an answer too: the sentinel that told it may be the only one that answers
/// in time.
#[derive(Clone, Copy, Debug)]
pub(in crate::factory) struct Ticket {
    round: u64,
    changes: Option<u64>,
}

/// What tickets are compared with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct News {
    /// The last round that is over.
    pub(super) over: u64,
    /// How often the primary changed.
    pub(super) changes: u64,
}

impl Ticket {
    pub(super) fn new(round: u64, role: Role, known: News) -> Self {
        Self { round, changes: (role == Role::Primary).then_some(known.changes) }
    }

    pub(super) fn is_answered(self, news: News) -> bool {
        news.over >= self.round || self.changes.is_some_and(|known| known != news.changes)
    }
}
