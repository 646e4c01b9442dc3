//! The suite on three shards: keys spread over all of them, and with a tag that holds those of a behaviour together.

use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::Namespace;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Suite};

#[cache_backend(client = ShardClient, factory = AsyncConnectionFactory)]
struct AwaitedShards;

#[cache_backend(client = ShardClient, factory = ConnectionFactory)]
struct RunShards;

fn place() -> CacheConfig {
    // A shard is a server or a database.
    CacheConfig::new().location([Namespace::new().url(), Namespace::new().url(), Namespace::new().url()])
}

fn awaited() -> Suite<AwaitedShards, ByAwait> {
    let place = place();
    Suite::new(move |config| AwaitedShards::from_config(&config.merged_over(&place)))
}

fn run() -> Suite<RunShards, ByRun> {
    let place = place();
    Suite::new(move |config| RunShards::from_config(&config.merged_over(&place)))
}

/// The client is not declared, but chosen by its name.
fn chosen() -> Suite<ValkeyCache, ByRun> {
    let place = place().client("ShardClient");
    Suite::new(move |config| ValkeyCache::from_config(&config.merged_over(&place)))
}

macro_rules! conforms {
    ($($combination:ident: $suite:expr => $($group:ident)+;)+) => {$(
        mod $combination {
            use super::*;

            $(#[test]
            fn $group() {
                $suite.$group();
            })+
        }
    )+};
}

// Set algebra and moves between sets need their keys on one shard.
conforms! {
    awaited_apart: awaited() => strings counters expiry keys key_texts many patterns hashes lists sorted_sets zrange lookup
        locks batches codecs undecodable server unreachable;
    awaited_together: awaited().tagged() => keys patterns sets sorted_sets batches;
    run_apart: run() => strings counters expiry keys key_texts many patterns hashes lists sorted_sets zrange lookup locks
        batches codecs undecodable server unreachable;
    chosen_apart: chosen() => strings counters expiry keys key_texts many patterns hashes lists sorted_sets zrange lookup locks
        batches codecs undecodable server unreachable;
    chosen_together: chosen().tagged() => keys patterns sets sorted_sets batches;
    run_together: run().tagged() => keys patterns sets sorted_sets batches;
}
