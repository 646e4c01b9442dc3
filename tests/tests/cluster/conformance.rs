//! The suite on a cluster: keys spread over all nodes, and with a tag that holds those of a behaviour together.

use valkey_cache::prelude::*;
use valkey_cache_tests::Cluster;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Style, Suite};

use super::{AwaitedCluster, RunCluster, at};

fn conforms<B, S>()
where
    B: BaseValkeyCache<Client = DefaultClusterClient, Fields = ()>,
    S: Style<B>,
{
    let cluster = Cluster::builder().replicas(0).start();
    for serializer in ["json", "pickle"] {
        conforms_with::<B, S>(&cluster, serializer);
    }
}

fn conforms_with<B, S>(cluster: &Cluster, serializer: &str)
where
    B: BaseValkeyCache<Client = DefaultClusterClient, Fields = ()>,
    S: Style<B>,
{
    let suite = || {
        let place = at(cluster).serializer(serializer);
        Suite::<B, S>::new(move |config| B::from_config(&config.merged_over(&place)))
    };
    let apart = suite();
    // Set algebra and moves between sets need their keys in one slot.
    apart.strings();
    apart.counters();
    apart.bare();
    apart.uncounted();
    apart.expiry();
    apart.keys();
    apart.key_texts();
    apart.many();
    apart.patterns();
    apart.hashes();
    apart.lists();
    apart.sorted_sets();
    apart.zrange();
    apart.lookup();
    apart.locks();
    apart.batches();
    apart.codecs();
    apart.undecodable();
    apart.unreachable();
    let together = suite().tagged();
    together.keys();
    together.patterns();
    together.sets();
    together.sorted_sets();
    together.batches();
    together.atomic();
    // Empties the cluster.
    apart.server();
}

#[test]
fn awaited() {
    conforms::<AwaitedCluster, ByAwait>();
}

#[test]
fn run() {
    conforms::<RunCluster, ByRun>();
}
