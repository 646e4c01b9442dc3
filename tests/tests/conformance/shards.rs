//! The suite on three shards: keys spread over all of them, and with a tag that holds those of a behaviour together.

use valkey_cache::CacheConfig;
use valkey_cache::client::BareValues;
use valkey_cache::prelude::*;
use valkey_cache_tests::Namespace;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Style, Suite};

#[cache_backend(client = ShardClient, factory = AsyncConnectionFactory)]
pub(super) struct AwaitedShards;

#[cache_backend(client = ShardClient, factory = ConnectionFactory)]
pub(super) struct RunShards;

fn place() -> CacheConfig {
    // A shard is a server or a database.
    CacheConfig::new().location([Namespace::new().url(), Namespace::new().url(), Namespace::new().url()])
}

pub(super) fn awaited(serializer: &str) -> Suite<AwaitedShards, ByAwait> {
    let place = place().serializer(serializer);
    Suite::new(move |config| AwaitedShards::from_config(&config.merged_over(&place)))
}

pub(super) fn run(serializer: &str) -> Suite<RunShards, ByRun> {
    let place = place().serializer(serializer);
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
    awaited_apart: awaited("json") => strings counters bare uncounted expiry keys key_texts many patterns hashes lists sorted_sets zrange lookup
        locks batches codecs undecodable server unreachable;
    awaited_together: awaited("json").tagged() => keys patterns sets sorted_sets batches;
    run_apart: run("json") => strings counters bare uncounted expiry keys key_texts many patterns hashes lists sorted_sets zrange lookup locks
        batches codecs undecodable server unreachable;
    chosen_apart: chosen() => strings counters bare uncounted expiry keys key_texts many patterns hashes lists sorted_sets zrange lookup locks
        batches codecs undecodable server unreachable;
    chosen_together: chosen().tagged() => keys patterns sets sorted_sets batches;
    run_together: run("json").tagged() => keys patterns sets sorted_sets batches;
}

/// Runs all of that at once.
pub(super) fn conforms<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(
    apart: &Suite<B, S>,
    together: &Suite<B, S>,
) {
    apart.counters();
    apart.bare();
    apart.apart();
    together.together();
}
