//! Herds.

use super::Aspect::{Answer, State};
use super::{BOTH, Deviation, PICKLE_HERDS};

pub(super) const ROWS: &[Deviation] = &[
    Deviation {
        reason: "text that is not as numbers are written is what the serializer makes of it",
        aspects: &[Answer],
        clients: &["herd_json"],
        cases: &["get.raw_digits"],
    },
    Deviation {
        reason: "packs values with every serializer; the reference can with pickle alone",
        aspects: BOTH,
        clients: &["herd_json"],
        cases: &["set.default", "add.new", "set_many.default"],
    },
    Deviation {
        reason: "the async reference cuts the part of a second off",
        aspects: &[State],
        clients: &["async_herd"],
        cases: &["set.timeout_half", "touch.half"],
    },
    Deviation {
        reason: "keys may come from anything that gives them; the reference has used its generator up before it reads",
        aspects: &[Answer],
        clients: PICKLE_HERDS,
        cases: &["mget.gen"],
    },
    Deviation {
        reason: "`mset` has no timeout: it does not compile; the reference takes one and forgets it",
        aspects: &[State],
        clients: PICKLE_HERDS,
        cases: &["mset.timeout"],
    },
    Deviation {
        reason: "the reference fails when it runs; on packed values it does not compile",
        aspects: &[Answer],
        clients: PICKLE_HERDS,
        cases: &["incr.*"],
    },
    Deviation {
        reason: "the reference fails when it runs; on packed values it does not compile",
        aspects: &[Answer],
        clients: &["herd"],
        cases: &["decr.*"],
    },
    Deviation {
        reason: "the value is packed with a time that never comes; the reference unpacks it",
        aspects: &[State],
        clients: PICKLE_HERDS,
        cases: &["touch.none_with_ttl"],
    },
    Deviation {
        reason: "a value moves as it is; the reference packs it anew, and each time it lives longer by the herd timeout",
        aspects: &[State],
        clients: &["herd"],
        cases: &[
            "incr_version.hit",
            "incr_version.delta",
            "incr_version.version",
            "incr_version.colon",
            "incr_version.falsy",
            "decr_version.hit",
        ],
    },
    Deviation {
        reason: "a value that is due is missing; the reference gives `None` for it",
        aspects: &[Answer],
        clients: PICKLE_HERDS,
        cases: &["herd.get_many_refresh", "herd.mget_refresh"],
    },
    Deviation {
        reason: "a herd client packs all values: there is no such option",
        aspects: BOTH,
        clients: PICKLE_HERDS,
        cases: &["herd.set_many_noherd"],
    },
];
