//! The suite with serializers other than the default one, in both styles: what is stored shows in none of the promises.
//!
//! Services and clusters run it with one of them, beside their other tests.

use valkey_cache::client::AtomicOverKeys;
use valkey_cache::config::Protocol;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Style, Suite};

use super::{awaited, memory, run, shards, tcp};

/// Runs everything that a client can do whose keys are on one server.
fn all<B: BaseValkeyCache<Client: AtomicOverKeys>, S: Style<B>>(suite: &Suite<B, S>) {
    suite.all();
    suite.atomic();
}

/// Makes a test in each style for each serializer.
macro_rules! conforms {
    ($($serializer:ident)+) => {$(
        mod $serializer {
            use super::*;

            const NAME: &str = stringify!($serializer);

            #[test]
            fn is_what_the_suite_runs_with() {
                let cache = super::super::RunCache::from_config(&memory().serializer(NAME)).unwrap();
                assert_eq!(cache.serializer().name(), NAME);
            }

            #[test]
            fn by_await() {
                all::<_, ByAwait>(&awaited(tcp(Protocol::Resp3).serializer(NAME)));
                all::<_, ByAwait>(&awaited(memory().serializer(NAME)));
                shards::conforms(&shards::awaited(NAME), &shards::awaited(NAME).tagged());
            }

            #[test]
            fn by_run() {
                all::<_, ByRun>(&run(tcp(Protocol::Resp2).serializer(NAME)));
                all::<_, ByRun>(&run(memory().serializer(NAME)));
                shards::conforms(&shards::run(NAME), &shards::run(NAME).tagged());
            }
        }
    )+};
}

conforms!(pickle msgpack cbor postcard);
