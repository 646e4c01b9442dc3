use std::sync::Arc;

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, key_slot};

use super::{RESTARTS, all, at_once, restart_all};
use crate::load::{Call, Calls, Face, Fault, Topology, open};
use crate::{Cluster, Node, Server};

#[cache_backend(client = DefaultClusterClient, factory = AsyncClusterConnectionFactory)]
struct Awaited;

#[cache_backend(client = DefaultClusterClient, factory = ClusterConnectionFactory)]
struct Run;

/// So many slots with keys in them are moved at a time.
const MOVED: usize = 8;

/// Three primaries, each with a replica; a proxy before each of the nodes.
#[derive(Debug)]
pub struct Clustered(Cluster);

impl Clustered {
    /// Starts all of them.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start() -> Self {
        Self(Cluster::builder().proxies().start())
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
            self.0.begin_move(slot, to).finish();
        }
    }
}

/// Tells which keys are in other slots than those of a node: a key's tag says where it is, under any prefix.
fn keys_of_others<'t>(cluster: &'t Cluster, node: &'t Node) -> impl Fn(Call, &str) -> bool + 't {
    move |_, key| cluster.primary_of(key_slot(key)) != node
}

impl Topology for Clustered {
    fn name(&self) -> &'static str {
        "cluster"
    }

    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face> {
        open::<Awaited, Run>(calls, &config.location(self.0.urls()))
    }

    fn faults(&self, random: &mut fastrand::Rng) -> Vec<Fault<'_>> {
        let cluster = &self.0;
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
        self.0.wait_until_whole();
        for node in self.0.nodes().iter().filter(|node| self.0.serves(node)) {
            node.wait_for_replicas(1);
        }
    }

    fn forget_swallowed(&self) {
        self.0.nodes().iter().for_each(|node| node.proxy().forget_swallowed());
    }

    fn servers(&self) -> Vec<&Server> {
        self.0.nodes().iter().map(|node| &**node).collect()
    }
}
