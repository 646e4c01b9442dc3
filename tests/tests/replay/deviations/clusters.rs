//! In a cluster.

use super::Aspect::{Answer, State};
use super::{BOTH, CLUSTER, Deviation};

pub(super) const ROWS: &[Deviation] = &[
    Deviation {
        reason: "the reference forgets the timeout in a cluster; the entries expire",
        aspects: &[State],
        clients: CLUSTER,
        cases: &["set_many.default", "set_many.version"],
    },
    Deviation {
        reason: "takes a timeout in a cluster, where the reference fails",
        aspects: &[State],
        clients: CLUSTER,
        cases: &["set_many.timeout", "set_many.timeout_none", "set_many.timeout0", "set_many.half"],
    },
    Deviation {
        reason: "answers the keys of all nodes; the reference asks one",
        aspects: &[Answer],
        clients: CLUSTER,
        cases: &["keys.all", "keys.pattern", "keys.version", "keys.manynodes"],
    },
    Deviation {
        reason: "asks all primaries in any case: there is no such option",
        aspects: &[Answer],
        clients: CLUSTER,
        cases: &["keys.all_primaries"],
    },
    Deviation {
        reason: "has nothing to answer but errors",
        aspects: &[Answer],
        clients: CLUSTER,
        cases: &["mset.version", "mset.sameslot", "readonly", "readwrite"],
    },
    Deviation {
        reason: "`mset` has no such option: `msetnx` is an operation of its own",
        aspects: BOTH,
        clients: CLUSTER,
        cases: &["mset.nx"],
    },
    Deviation {
        reason: "`mset` is one step or fails; `mset_nonatomic` is several",
        aspects: BOTH,
        clients: CLUSTER,
        cases: &["mset.nonatomic"],
    },
    Deviation {
        reason: "is `set_many`: answers how many, and the entries expire",
        aspects: BOTH,
        clients: CLUSTER,
        cases: &["mset_nonatomic"],
    },
    Deviation {
        reason: "has nothing to answer but errors",
        aspects: &[Answer],
        clients: CLUSTER,
        cases: &["flushall"],
    },
    Deviation {
        reason: "belongs to a cache within the driver, which there is none of",
        aspects: &[Answer],
        clients: CLUSTER,
        cases: &["invalidate_key_from_cache"],
    },
];
