//! The operations that were recorded of django-valkey's clients, done again: from the same state, the same operation
//! answers the same and leaves the same state.

mod call;
mod compare;
mod deviations;
mod herds;
mod locks;
mod operations;
mod places;
mod recording;
mod run;
mod state;
mod tally;

use operations::{atomic, cluster, counters, expiry, hashes, keys, many, sets, strings};
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::{ByAwait, ByRun};

/// Makes a test of each recording: the cache, how it is called, its servers, the groups of operations that it has, and
/// how many aspects of the cases agree and deviate.
macro_rules! replays {
    ($($client:ident: $cache:ty, $style:ty, $place:path => $($group:ident)+; $agreeing:literal and $deviating:literal;)+) => {$(
        #[test]
        fn $client() {
            let tally = run::replay::<$cache, $style>(stringify!($client), $place, async |cache, case| {
                $(
                    match $group::call::<$cache, $style>(cache, case).await {
                        Err(call::Unanswered::Unknown) => {}
                        called => return called,
                    }
                )+
                Err(call::Unanswered::Unknown)
            });
            tally.close($agreeing, $deviating);
        }
    )+};
}

replays! {
    default: ValkeyCache, ByRun, places::one
        => strings many atomic counters keys expiry sets hashes; 416 and 68;
    default_json: ValkeyCache, ByRun, places::one
        => strings many atomic counters keys expiry sets hashes; 415 and 69;
    async_default: AsyncValkeyCache, ByAwait, places::one
        => strings many atomic counters keys expiry sets hashes; 409 and 75;
    shard: places::RedirectedShards, ByRun, places::shards
        => strings many counters keys expiry sets hashes; 397 and 87;
    sentinel: SentinelValkeyCache, ByRun, places::watched
        => strings many atomic counters keys expiry sets hashes; 415 and 69;
    cluster: ClusterValkeyCache, ByRun, places::cluster
        => strings many atomic counters keys expiry sets hashes cluster; 432 and 90;
    herd: herds::RunHerd, ByRun, herds::run
        => strings many atomic keys expiry; 264 and 68;
    async_herd: herds::AwaitedHerd, ByAwait, herds::awaited
        => strings many atomic keys expiry; 187 and 57;
    herd_json: herds::JsonHerd, ByRun, herds::json
        => strings many atomic keys expiry; 8 and 8;
}
