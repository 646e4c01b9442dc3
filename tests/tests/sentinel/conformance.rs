//! The conformance suite on a service, with the default serializer and with another one.
//!
//! It has no replicas, since those lag behind and the suite reads what it has just written.
//!
//! The group `unreachable` names a server that is not there, where a service is named here: `listening` and `mistakes` have
//! what it is about.

use std::time::Duration;

use valkey_cache::prelude::*;
use valkey_cache_tests::Sentinels;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Suite};

use super::{AwaitedCache, RanCache, patient};

#[cache_backend(client = HerdClient<SentinelClient>, factory = AsyncSentinelConnectionFactory)]
struct AwaitedHerd;

#[cache_backend(client = HerdClient<SentinelClient>, factory = SentinelConnectionFactory)]
struct RanHerd;

macro_rules! conforms {
    ($($style:ident: $cache:ident, $end:ident => $($group:ident)+;)+) => {$(
        #[test]
        fn $style() {
            let group = Sentinels::builder().replicas(0).sentinels(1).start();
            for serializer in ["json", "pickle"] {
                // A short herd timeout, since some behaviours wait for a key to go.
                let place = patient(&group).serializer(serializer).herd_timeout(Duration::from_millis(100));
                let suite = Suite::<$cache, $end>::new(move |config| $cache::from_config(&config.merged_over(&place)));
                $(suite.$group();)+
            }
        }
    )+};
}

conforms! {
    awaited: AwaitedCache, ByAwait => strings counters expiry keys key_texts many patterns hashes lists sets sorted_sets
        zrange lookup locks batches codecs server atomic bare;
    awaited_herd: AwaitedHerd, ByAwait => strings expiry keys key_texts many patterns hashes lists sets sorted_sets zrange
        lookup locks batches codecs server atomic;
    run_herd: RanHerd, ByRun => strings expiry keys key_texts many patterns hashes lists sets sorted_sets zrange lookup locks
        batches codecs server atomic;
    run: RanCache, ByRun => strings counters expiry keys key_texts many patterns hashes lists sets sorted_sets
        zrange lookup locks batches codecs server atomic bare;
}
