//! Sets and locks.

use super::Aspect::{Answer, State};
use super::{BOTH, Deviation, NO_ASYNC, NO_HERD};

pub(super) const ROWS: &[Deviation] = &[
    Deviation {
        reason: "members may be of any type",
        aspects: &[Answer],
        clients: NO_HERD,
        cases: &["smembers.unhashable"],
    },
    Deviation {
        reason: "the version is that of both keys",
        aspects: &[State],
        clients: NO_ASYNC,
        cases: &["smove.version"],
    },
    Deviation {
        reason: "members are encoded, so that a pattern would match codecs: there is no such option",
        aspects: &[Answer],
        clients: NO_HERD,
        cases: &["sscan.match", "sscan_iter.match"],
    },
    Deviation {
        reason: "a lock that is free at once is an error; the reference takes 0 for no timeout",
        aspects: BOTH,
        clients: NO_HERD,
        cases: &["lock.timeout0/0.acquire"],
    },
    Deviation {
        reason: "a lock that is free at once is an error; the reference takes 0 for no timeout",
        aspects: &[State],
        clients: NO_HERD,
        cases: &["lock.timeout0"],
    },
];
