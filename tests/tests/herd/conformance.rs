//! The suite on a herd client over the default client, and over the one for shards: all but what takes bare values.

use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Suite};
use valkey_cache_tests::{Namespace, fresh_prefix};

#[cache_backend(client = HerdClient, factory = AsyncConnectionFactory)]
struct AwaitedHerd;

#[cache_backend(client = HerdClient, factory = ConnectionFactory)]
struct RunHerd;

#[cache_backend(client = HerdClient<ShardClient>, factory = AsyncConnectionFactory)]
struct AwaitedHerdOfShards;

#[cache_backend(client = HerdClient<ShardClient>, factory = ConnectionFactory)]
struct RunHerdOfShards;

/// A short herd timeout, since some behaviours wait for a key to go.
fn place(location: impl IntoIterator<Item = String>) -> CacheConfig {
    CacheConfig::new().location(location.into_iter().collect::<Vec<_>>()).herd_timeout(Duration::from_millis(100))
}

fn on_a_server() -> CacheConfig {
    place([Namespace::new().url()])
}

fn in_this_process() -> CacheConfig {
    place([format!("memory://{}", fresh_prefix())])
}

fn on_shards() -> CacheConfig {
    place([(); 3].map(|()| Namespace::new().url()))
}

macro_rules! conforms {
    ($($combination:ident: $cache:ident, $style:ident, $place:expr => $($group:ident)+;)+) => {$(
        mod $combination {
            use super::*;

            $(#[test]
            fn $group() {
                let config = $place;
                let open = move |own: CacheConfig| $cache::from_config(&own.merged_over(&config));
                Suite::<$cache, $style>::new(open).$group();
            })+
        }
    )+};
}

conforms! {
    awaited: AwaitedHerd, ByAwait, on_a_server() => strings expiry keys key_texts many patterns hashes lists sets sorted_sets
        zrange lookup locks batches codecs undecodable server unreachable atomic;
    awaited_memory: AwaitedHerd, ByAwait, in_this_process() => strings expiry keys many hashes lookup batches undecodable atomic;
    awaited_pickle: AwaitedHerd, ByAwait, on_a_server().serializer("pickle") => strings expiry keys many hashes lookup batches
        undecodable atomic;
    run_pickle: RunHerd, ByRun, on_a_server().serializer("pickle") => strings expiry keys many hashes lookup batches
        undecodable atomic;
    run: RunHerd, ByRun, on_a_server() => strings expiry keys key_texts many patterns hashes lists sets sorted_sets
        zrange lookup locks batches codecs undecodable server unreachable atomic;
    run_memory: RunHerd, ByRun, in_this_process() => strings expiry keys many hashes lookup batches undecodable atomic;
    awaited_shards: AwaitedHerdOfShards, ByAwait, on_shards() => strings expiry keys key_texts many patterns hashes lists
        sorted_sets zrange lookup locks batches codecs undecodable server unreachable;
    run_shards: RunHerdOfShards, ByRun, on_shards() => strings expiry keys key_texts many patterns hashes lists sorted_sets
        zrange lookup locks batches codecs undecodable server unreachable;
}
