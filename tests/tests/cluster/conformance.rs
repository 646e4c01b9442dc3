//! The suite on a cluster: keys spread over all nodes, and with a tag that holds those of a behaviour together.

use std::time::Duration;

use valkey_cache::client::{AtomicOverKeys, BareValues};
use valkey_cache::prelude::*;
use valkey_cache_tests::Cluster;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Style, Suite};

use super::{AwaitedCluster, RunCluster, at};

/// A short herd timeout, since some behaviours wait for a key to go.
fn suite<B, S>(cluster: &Cluster, serializer: &str) -> Suite<B, S>
where
    B: BaseValkeyCache<Fields = ()>,
    S: Style<B>,
{
    let place = at(cluster).serializer(serializer).herd_timeout(Duration::from_millis(100));
    Suite::new(move |config| B::from_config(&config.merged_over(&place)))
}

fn conforms<B, S>(with_bare_values: impl Fn(&Suite<B, S>))
where
    B: BaseValkeyCache<Client: AtomicOverKeys, Fields = ()>,
    S: Style<B>,
{
    let cluster = Cluster::builder().replicas(0).start();
    for serializer in ["json", "pickle"] {
        let apart = suite::<B, S>(&cluster, serializer);
        with_bare_values(&apart);
        apart.apart();
        let together = suite::<B, S>(&cluster, serializer).tagged();
        together.together();
        together.atomic();
    }
}

fn bare_values<B, S>(suite: &Suite<B, S>)
where
    B: BaseValkeyCache<Client: BareValues, Fields = ()>,
    S: Style<B>,
{
    suite.counters();
    suite.bare();
    suite.uncounted();
}

#[test]
fn awaited() {
    conforms::<AwaitedCluster, ByAwait>(bare_values);
}

#[test]
fn run() {
    conforms::<RunCluster, ByRun>(bare_values);
}

#[cache_backend(client = HerdClient<DefaultClusterClient>, factory = AsyncClusterConnectionFactory)]
struct AwaitedHerd;

#[cache_backend(client = HerdClient<DefaultClusterClient>, factory = ClusterConnectionFactory)]
struct RunHerd;

#[test]
fn awaited_herd() {
    conforms::<AwaitedHerd, ByAwait>(|_| {});
}

#[test]
fn run_herd() {
    conforms::<RunHerd, ByRun>(|_| {});
}
