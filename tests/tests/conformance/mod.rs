//! The conformance suite over everything that a cache can stand on.

mod serializers;
mod shards;
mod tls;

use valkey_cache::CacheConfig;
use valkey_cache::config::Protocol;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Suite};
use valkey_cache_tests::{Namespace, fresh_prefix};

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AwaitedCache;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct RunCache;

fn tcp(protocol: Protocol) -> CacheConfig {
    CacheConfig::new().location(Namespace::new().url()).protocol(protocol)
}

fn unix(protocol: Protocol) -> CacheConfig {
    CacheConfig::new().location(Namespace::new().unix_url()).protocol(protocol)
}

fn memory() -> CacheConfig {
    CacheConfig::new().location(format!("memory://{}", fresh_prefix()))
}

fn awaited(place: CacheConfig) -> Suite<AwaitedCache, ByAwait> {
    Suite::new(move |config| AwaitedCache::from_config(&config.merged_over(&place)))
}

fn run(place: CacheConfig) -> Suite<RunCache, ByRun> {
    Suite::new(move |config| RunCache::from_config(&config.merged_over(&place)))
}

/// A test for each group of behaviours, on a place of its own.
macro_rules! conforms {
    ($($combination:ident: $suite:expr;)+) => {$(
        mod $combination {
            use super::*;

            conforms!(@groups $suite =>
                strings expiry keys key_texts many patterns hashes lists sets sorted_sets zrange lookup locks
                batches codecs undecodable server unreachable
            );
        }
    )+};
    (@groups $suite:expr => $($group:ident)+) => {
        $(#[test]
        fn $group() {
            $suite.$group();
        })+

        #[test]
        fn atomic() {
            $suite.atomic();
        }

        #[test]
        fn counters() {
            $suite.counters();
        }

        #[test]
        fn bare() {
            $suite.bare();
        }

        #[test]
        fn uncounted() {
            $suite.uncounted();
        }

        #[test]
        fn no_group_is_left_out() {
            fn groups<B: BaseValkeyCache, S: valkey_cache_tests::conformance::Style<B>>(
                _: fn() -> Suite<B, S>,
            ) -> &'static [&'static str] {
                Suite::<B, S>::GROUPS
            }
            assert_eq!(groups(|| $suite), [$(stringify!($group)),+]);
        }
    };
}

conforms! {
    awaited_resp2: awaited(tcp(Protocol::Resp2));
    awaited_resp3: awaited(tcp(Protocol::Resp3));
    awaited_unix: awaited(unix(Protocol::Resp2));
    awaited_memory: awaited(memory());
    run_resp2: run(tcp(Protocol::Resp2));
    run_resp3: run(tcp(Protocol::Resp3));
    run_unix: run(unix(Protocol::Resp3));
    run_memory: run(memory());
}
