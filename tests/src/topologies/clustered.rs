use std::sync::Arc;

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, key_slot};

use super::{HERD_TIMEOUT, RESTARTS, all, at_once, restart_all};
use crate::load::{Call, Calls, Face, Fault, Topology, open};
use crate::{Cluster, Node, Server};

#[cache_backend(client = DefaultClusterClient, factory = AsyncClusterConnectionFactory)]
struct Awaited;

#[cache_backend(client = DefaultClusterClient, factory = ClusterConnectionFactory)]
struct Run;

#[cache_backend(client = HerdClient<DefaultClusterClient>, factory = AsyncClusterConnectionFactory)]
struct AwaitedHerd;

#[cache_backend(client = HerdClient<DefaultClusterClient>, factory = ClusterConnectionFactory)]
struct RunHerd;

/// So many slots with keys in them are moved at a time.
const MOVED: usize = 8;

/// Three primaries, each with a replica; a proxy before each of the nodes.
#[derive(Debug)]
pub struct Clustered {
    cluster: Cluster,
    herds: Vec<Calls>,
    readers: Vec<Calls>,
}

impl Clustered {
    /// Starts all of them.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start() -> Self {
        Self { cluster: Cluster::builder().proxies().start(), herds: Vec::new(), readers: Vec::new() }
    }

    /// Opens caches of these styles with a herd client.
    #[must_use]
    pub fn with_herds(self, calls: impl IntoIterator<Item = Calls>) -> Self {
        Self { herds: calls.into_iter().collect(), ..self }
    }

    /// Has caches of these styles read from replicas.
    #[must_use]
    pub fn with_readers_of_replicas(self, calls: impl IntoIterator<Item = Calls>) -> Self {
        Self { readers: calls.into_iter().collect(), ..self }
    }

    /// Moves slots that have keys in them from one primary to another, under way all the time.
    fn reshard(&self, from: &Node, to: &Node) {
        // A primary lets no slot go before all its replicas have agreed, even one that a black hole took from it.
        self.forget_swallowed();
        let keys: Vec<String> =
            redis::from_redis_value(from.command(&["KEYS", "*"]).expect("the node is well")).unwrap();
        let mut slots: Vec<_> = keys.iter().map(key_slot).collect();
        slots.sort_unstable();
        slots.dedup();
        for slot in slots.into_iter().take(MOVED) {
            self.cluster.begin_move(slot, to).finish();
        }
    }
}

/// Tells which keys are in other slots than those of a node: a key's tag says where it is, under any prefix.
fn keys_of_others<'t>(cluster: &'t Cluster, node: &'t Node) -> impl Fn(Call, &str) -> bool + 't {
    move |_, key| cluster.primary_of(key_slot(key)) != node
}

impl Topology for Clustered {
    fn name(&self) -> &'static str {
        match (self.herds.is_empty(), self.readers.is_empty()) {
            (true, true) => "cluster",
            (false, true) => "cluster with herd",
            (true, false) => "cluster with reads from replicas",
            (false, false) => "cluster with herd and reads from replicas",
        }
    }

    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face> {
        let config = config.location(self.cluster.urls()).read_from_replicas(self.readers.contains(&calls));
        if self.herds.contains(&calls) {
            return open::<AwaitedHerd, RunHerd>(calls, &config.herd_timeout(HERD_TIMEOUT));
        }
        open::<Awaited, Run>(calls, &config)
    }

    fn faults(&self, random: &mut fastrand::Rng) -> Vec<Fault<'_>> {
        let cluster = &self.cluster;
        let slot = random.u16(..16_384);
        let primary = cluster.primary_of(slot);
        let replica = cluster.replicas_of(slot)[0];
        let other = cluster.nodes().iter().find(|node| *node != primary && cluster.serves(node));
        let other = other.expect("there are several primaries");
        let failover = |name, begin: fn(&Node), end: fn(&Node)| {
            let end = move || {
                cluster.wait_for_failover(slot, primary);
                end(primary);
            };
            // Replication lags behind the answers to writes, so those at the end of a primary may be lost.
            Fault::new(name, move || begin(primary), end).loses_data().kinds(RESTARTS)
        };
        let black_hole =
            Fault::new("black hole before a primary", || primary.proxy().black_hole(), || primary.proxy().pass());
        vec![
            Fault::new("failover by command", move || _ = cluster.fail_over(slot), || {}).spares(all),
            Fault::new("slots moved", || self.reshard(primary, other), || {}).spares(all),
            failover("primary killed", |node| node.kill(), |node| node.restart()),
            failover("primary paused", |node| node.pause(), |node| node.resume()),
            // The nodes see each other, so that no other one takes over.
            black_hole.spares(keys_of_others(cluster, primary)),
            at_once("primary reset", || primary.proxy().reset()).spares(keys_of_others(cluster, primary)),
            Fault::new("replica killed", || replica.kill(), || replica.restart()).spares(all),
            Fault::new("replica paused", || replica.pause(), || replica.resume()).spares(all),
            restart_all(self.servers()),
        ]
    }

    fn wait_until_whole(&self) {
        self.cluster.wait_until_whole();
    }

    fn wait_for_replicas(&self) {
        // A replica whose connection a black hole took would find out after a minute.
        self.forget_swallowed();
        for node in self.cluster.nodes().iter().filter(|node| self.cluster.serves(node)) {
            node.wait_for_replicas(1);
        }
    }

    fn forget_swallowed(&self) {
        self.cluster.nodes().iter().for_each(|node| node.proxy().forget_swallowed());
    }

    fn servers(&self) -> Vec<&Server> {
        self.cluster.nodes().iter().map(|node| &**node).collect()
    }
}
