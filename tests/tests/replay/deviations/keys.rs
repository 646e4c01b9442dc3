//! Keys as such, their expiry, and counters.

use super::Aspect::Answer;
use super::{BOTH, Deviation, NO_ASYNC_HERD, NO_HERD};

pub(super) const ROWS: &[Deviation] = &[
    Deviation {
        reason: "the prefix is the cache's: there is no such option",
        aspects: &[Answer],
        clients: NO_ASYNC_HERD,
        cases: &["delete_pattern.prefix"],
    },
    Deviation {
        reason: "there is no such option: a counter that is not there is made by `set`",
        aspects: BOTH,
        clients: NO_HERD,
        cases: &["incr.ignore_key_check"],
    },
    Deviation {
        reason: "beyond 64 bits there is an error and no change, instead of several commands that may lose counts",
        aspects: BOTH,
        clients: NO_HERD,
        cases: &["incr.overflow", "incr.overflow_nottl", "incr.beyond64", "incr.neg_underflow"],
    },
    Deviation {
        reason: "a float is not counted by `incr`; `incr_by_float` does that",
        aspects: BOTH,
        clients: NO_HERD,
        cases: &["incr.float"],
    },
    Deviation {
        reason: "answers whether the key is there",
        aspects: &[Answer],
        clients: NO_HERD,
        cases: &["touch.none_without_ttl"],
    },
    Deviation {
        reason: "a part of a unit of time counts as a whole one",
        aspects: BOTH,
        clients: NO_HERD,
        cases: &["expire.float", "pexpire.float"],
    },
    Deviation {
        reason: "a stored `None` is a value, and moves",
        aspects: BOTH,
        clients: NO_ASYNC_HERD,
        cases: &["incr_version.none_value"],
    },
    Deviation { reason: "answers how many were deleted", aspects: &[Answer], clients: NO_HERD, cases: &["clear"] },
    Deviation { reason: "true is no number", aspects: BOTH, clients: NO_HERD, cases: &["incr.true"] },
];
