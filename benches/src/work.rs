use std::fmt;
use std::future::Future;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Read one value.
    Get,
    /// Store one value with a timeout.
    Set,
    /// Read a hundred values.
    GetMany,
    /// Store a hundred values with a timeout.
    SetMany,
}

impl Work {
    /// All of it. What stores comes before what reads.
    pub const ALL: [Self; 4] = [Self::Set, Self::Get, Self::SetMany, Self::GetMany];
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Get => "get",
            Self::Set => "set",
            Self::GetMany => "get_many(100)",
            Self::SetMany => "set_many(100)",
        })
    }
}

/// Somebody who does the work and awaits it; each task has a clone.
pub trait AsyncSide: Clone + Send + 'static {
    /// Does it once; `step` chooses the keys.
    fn perform(&mut self, work: Work, step: usize) -> impl Future<Output = ()> + Send;

    /// Deletes what matches `pattern` and returns how many keys that were.
    fn delete_pattern(&mut self, pattern: &str) -> impl Future<Output = u64> + Send;
}

/// Somebody who does the work and waits for it; each thread has one.
pub trait BlockingSide: Send {
    /// Does it once; `step` chooses the keys.
    fn perform(&mut self, work: Work, step: usize);

    /// Deletes what matches `pattern` and returns how many keys that were.
    fn delete_pattern(&mut self, pattern: &str) -> u64;
}
