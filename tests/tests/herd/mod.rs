//! Values that are served for a while after their timeout has passed.

mod bytes;
mod conformance;
mod renewing;
mod scene;
mod serving;
mod stampede;
mod steering;
mod touching;

pub(crate) use scene::Scene;
pub(crate) use steering::{Draw, Steered, Steering};

use valkey_cache::prelude::*;

#[cache_backend(client = Steered<DefaultClient>, factory = AsyncConnectionFactory)]
pub(crate) struct AwaitedHerd;

#[cache_backend(client = Steered<DefaultClient>, factory = ConnectionFactory)]
pub(crate) struct RunHerd;

#[cache_backend(client = Steered<ShardClient>, factory = AsyncConnectionFactory)]
struct AwaitedHerdOfShards;

#[cache_backend(client = Steered<ShardClient>, factory = ConnectionFactory)]
struct RunHerdOfShards;

/// Another client, which knows nothing of herds.
#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct BareCache;

/// Makes tests of each behaviour: on a server, on shards and in this process, awaited and run.
macro_rules! everywhere {
    ($($behaviour:ident,)+) => {
        mod awaited {
            $(#[test]
            fn $behaviour() {
                use $crate::herd::{AwaitedHerd, AwaitedHerdOfShards, Scene};
                use valkey_cache_tests::conformance::ByAwait;
                Scene::<AwaitedHerd, ByAwait>::each(async |scene| super::$behaviour(scene).await);
                Scene::<AwaitedHerdOfShards, ByAwait>::of_shards(async |scene| super::$behaviour(scene).await);
            })+
        }

        mod run {
            $(#[test]
            fn $behaviour() {
                use $crate::herd::{RunHerd, RunHerdOfShards, Scene};
                use valkey_cache_tests::conformance::ByRun;
                Scene::<RunHerd, ByRun>::each(async |scene| super::$behaviour(scene).await);
                Scene::<RunHerdOfShards, ByRun>::of_shards(async |scene| super::$behaviour(scene).await);
            })+
        }
    };
}
use everywhere;
