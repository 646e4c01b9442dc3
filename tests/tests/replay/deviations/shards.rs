//! Over shards.

use super::Aspect::{Answer, State};
use super::{Deviation, SHARD};

pub(super) const ROWS: &[Deviation] = &[
    Deviation {
        reason: "a stored `None` is a value, for `get_many` as for `get`",
        aspects: &[Answer],
        clients: SHARD,
        cases: &["get_many.none_stored"],
    },
    Deviation {
        reason: "the reference fails when it runs; over shards they do not compile",
        aspects: &[Answer],
        clients: SHARD,
        cases: &["mget.*", "mset.*"],
    },
    Deviation {
        reason: "goes through the keys of all shards, where the reference refuses",
        aspects: &[Answer],
        clients: SHARD,
        cases: &["iter_keys.all", "iter_keys.itersize"],
    },
    Deviation {
        reason: "the reference cuts the key at its colon",
        aspects: &[State],
        clients: SHARD,
        cases: &["incr_version.colon"],
    },
    Deviation {
        reason: "a hash is on the shard of its name; the reference takes the shard of \"None\" for all",
        aspects: &[State],
        clients: SHARD,
        cases: &["hset.*", "hdel.hit"],
    },
    Deviation {
        reason: "a hash is on the shard of its name; the reference takes the shard of \"None\" for all",
        aspects: &[Answer],
        clients: SHARD,
        cases: &["hset.overwrite", "hdel.hit", "hlen", "hkeys", "hexists.hit"],
    },
    Deviation {
        reason: "was recorded of a shard that the key is not on",
        aspects: &[State],
        clients: SHARD,
        cases: &["lock.version/0.acquire"],
    },
];
