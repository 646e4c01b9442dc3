//! Values under keys, one and many.

use super::Aspect::{Answer, State};
use super::{
    ALL, ASYNC, BOTH, BOTH_ASYNC, Deviation, EVERY, JSON, NO_ASYNC_HERD, NO_HERD, NO_SHARD, ONE_SERVER, PICKLE,
};

pub(super) const ROWS: &[Deviation] = &[
    Deviation {
        reason: "a duration is a timeout like any other",
        aspects: BOTH,
        clients: ALL,
        cases: &["set.timeout_timedelta"],
    },
    Deviation {
        reason: "a timeout of zero answers that it is done, not whether there was something to delete",
        aspects: &[Answer],
        clients: EVERY,
        cases: &["set.timeout_0"],
    },
    Deviation {
        reason: "a text is no timeout: it does not compile",
        aspects: &[Answer],
        clients: ALL,
        cases: &["set.timeout_str"],
    },
    Deviation {
        reason: "a text is no timeout: it does not compile",
        aspects: &[State],
        clients: ASYNC,
        cases: &["set.timeout_str"],
    },
    Deviation {
        reason: "true is no number of seconds: it does not compile",
        aspects: BOTH,
        clients: ALL,
        cases: &["set.timeout_true"],
    },
    Deviation {
        reason: "a time that is not a number has passed",
        aspects: &[Answer],
        clients: ALL,
        cases: &["set.timeout_nan"],
    },
    Deviation {
        reason: "the async reference cuts half a second to nothing, and deletes",
        aspects: BOTH,
        clients: ASYNC,
        cases: &["set.timeout_half"],
    },
    Deviation {
        reason: "the async reference cuts the part of a second off",
        aspects: &[State],
        clients: BOTH_ASYNC,
        cases: &["set.timeout_fraction", "set_many.half"],
    },
    Deviation {
        reason: "\"no\" is false, and not nothing",
        aspects: &[Answer],
        clients: ALL,
        cases: &["set.nx_existing", "set.xx_missing", "add.existing"],
    },
    Deviation {
        reason: "the version 0 and the keys \"\" and 0 are like any other",
        aspects: &[State],
        clients: ALL,
        cases: &["set.version_0", "set.empty_key", "set.key_0"],
    },
    Deviation {
        reason: "what fails there when it runs does not compile here",
        aspects: &[Answer],
        clients: ALL,
        cases: &["set.unserializable", "get.none_key"],
    },
    Deviation {
        reason: "what fails there when it runs does not compile here",
        aspects: &[Answer],
        clients: NO_HERD,
        cases: &["expire.none"],
    },
    Deviation {
        reason: "the reference reads negative integers as floats, which loses digits; they are integers",
        aspects: &[Answer],
        clients: NO_HERD,
        cases: &["get.negint"],
    },
    Deviation {
        reason: "text that is not as numbers are written is what the serializer makes of it",
        aspects: &[Answer],
        clients: ALL,
        cases: &["get.raw_digits", "get.raw_underscore", "get.raw_spaces", "get.raw_plus"],
    },
    Deviation {
        reason: "text that is not as numbers are written is what the serializer makes of it",
        aspects: &[Answer],
        clients: PICKLE,
        cases: &["get.raw_inf"],
    },
    Deviation {
        reason: "without a timeout it is the cache's, where the reference fails",
        aspects: BOTH,
        clients: NO_ASYNC_HERD,
        cases: &["get_or_set.no_timeout_missing"],
    },
    Deviation {
        reason: "keys may come from anything that gives them; the reference has used its generator up before it reads",
        aspects: &[Answer],
        clients: ALL,
        cases: &["get_many.gen"],
    },
    Deviation {
        reason: "an empty text is a value that cannot be read, for `get_many` as for `get`",
        aspects: &[Answer],
        clients: ONE_SERVER,
        cases: &["get_many.raw_empty"],
    },
    Deviation {
        reason: "the async reference forgets the timeout; the entries expire",
        aspects: &[State],
        clients: ASYNC,
        cases: &["set_many.default", "set_many.version"],
    },
    Deviation {
        reason: "one command needs a key; `get_many` takes none",
        aspects: &[Answer],
        clients: NO_SHARD,
        cases: &["mget.empty"],
    },
    Deviation {
        reason: "`mset` has no timeout: it does not compile; the reference takes one and forgets it",
        aspects: &[Answer],
        clients: NO_SHARD,
        cases: &["mset.timeout"],
    },
    Deviation {
        reason: "`mset` has no timeout: it does not compile; the reference takes one and forgets it",
        aspects: &[State],
        clients: ONE_SERVER,
        cases: &["mset.timeout"],
    },
    Deviation {
        reason: "is `has_key`, in both calling styles",
        aspects: &[Answer],
        clients: ASYNC,
        cases: &["contains"],
    },
    Deviation { reason: "an infinite time never passes", aspects: BOTH, clients: ALL, cases: &["set.timeout_inf"] },
    Deviation { reason: "bytes are a list of integers in JSON", aspects: BOTH, clients: JSON, cases: &["set.bytes"] },
    Deviation { reason: "answers how many were stored", aspects: &[Answer], clients: ALL, cases: &["set_many.*"] },
];
