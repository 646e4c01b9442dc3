//! A cluster: slots, redirections, replicas.

mod conformance;
mod deadlines;
mod operations;
mod redirections;
mod tls;

use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::Cluster;

#[cache_backend(client = DefaultClusterClient, factory = AsyncClusterConnectionFactory)]
struct AwaitedCluster;

#[cache_backend(client = DefaultClusterClient, factory = ClusterConnectionFactory)]
struct RunCluster;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct OneNode;

fn at(cluster: &Cluster) -> CacheConfig {
    CacheConfig::new().location(cluster.urls())
}
