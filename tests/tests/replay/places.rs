//! The servers of each client, in the place of those that the reference was recorded with.

use std::sync::{Arc, LazyLock};

use valkey_cache::config::{ConnectionOptions, ServerUrl};
use valkey_cache::factory::{BaseConnectionFactory, Blocking, BlockingPool};
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Result};
use valkey_cache_tests::{Cluster, Namespace, Sentinels, Server, shared};

use super::recording::Recording;
use super::state::Place;

/// One server.
pub(super) fn one(_: &Recording) -> (Place, CacheConfig) {
    let namespace = Namespace::new();
    let connection = shared().connect(namespace.db()).unwrap();
    let config = CacheConfig::new().location(namespace.url());
    (Place::new(vec![(None, connection)], namespace), config)
}

/// A service that a sentinel watches; without replicas, since those lag behind.
pub(super) fn watched(_: &Recording) -> (Place, CacheConfig) {
    let group = Sentinels::builder().replicas(0).sentinels(1).start();
    let config = CacheConfig::new()
        .location(format!("valkey://{}/0", Sentinels::NAME))
        .sentinels(group.sentinels().iter().map(|sentinel| sentinel.addr().to_string()));
    let connection = group.primary().connect(0).unwrap();
    (Place::new(vec![(None, connection)], group), config)
}

/// Three primaries, whose slots are those of the recorded ones.
pub(super) fn cluster(recording: &Recording) -> (Place, CacheConfig) {
    let cluster = Cluster::builder().replicas(0).start();
    let config = CacheConfig::new().location(cluster.urls());
    // Ports were given out in the order of the slots.
    let names = recording.servers();
    assert_eq!(names.len(), cluster.nodes().len());
    let nodes = names.into_iter().map(Some).zip(cluster.nodes().iter().map(|node| node.connect(0).unwrap())).collect();
    (Place::new(nodes, cluster), config)
}

static SHARDS: LazyLock<Server> = LazyLock::new(Server::start);

/// The databases of one server. The URLs are the recorded ones, since their texts say which keys are where.
pub(super) fn shards(recording: &Recording) -> (Place, CacheConfig) {
    let location = recording.location();
    let node = |url: &&str| {
        let (_, server) = url.split_once("127.0.0.1:").expect("the recorded server");
        (Some(server.to_owned()), SHARDS.connect(database(url)).unwrap())
    };
    (Place::new(location.iter().map(node).collect(), ()), CacheConfig::new().location(location))
}

fn database(url: &str) -> u32 {
    url.rsplit('/').next().and_then(|number| number.parse().ok()).expect("a URL ends with its database")
}

/// Connects to the server of this test, whatever server the URL names.
#[derive(Default)]
pub(super) struct Redirected;

impl BaseConnectionFactory for Redirected {
    type Style = Blocking;

    fn connect(&self, url: &ServerUrl, options: &ConnectionOptions) -> Result<Arc<BlockingPool>> {
        let there = CacheConfig::new().location(SHARDS.url_db(database(&url.to_string()))).resolve()?;
        ConnectionFactory.connect(&there.servers[0], options)
    }
}

#[cache_backend(client = ShardClient, factory = Redirected)]
pub(super) struct RedirectedShards;
