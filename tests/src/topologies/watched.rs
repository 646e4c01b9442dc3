use std::sync::Arc;

use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

use super::{RESTARTS, all, at_once, restart_all};
use crate::load::{Calls, Face, Fault, Topology, open};
use crate::{Sentinels, Server};

#[cache_backend(client = SentinelClient, factory = AsyncSentinelConnectionFactory)]
struct Awaited;

#[cache_backend(client = SentinelClient, factory = SentinelConnectionFactory)]
struct Run;

/// A primary, two replicas, and three sentinels; a proxy before each of the nodes.
#[derive(Debug)]
pub struct Watched(Sentinels);

impl Watched {
    /// Starts all of them.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start() -> Self {
        Self(Sentinels::builder().proxies().start())
    }
}

impl Topology for Watched {
    fn name(&self) -> &'static str {
        "sentinel"
    }

    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face> {
        let sentinels = self.0.sentinels().iter().map(|sentinel| sentinel.addr().to_string());
        let location = format!("valkey://{}/0", Sentinels::NAME);
        open::<Awaited, Run>(calls, &config.location(location).sentinels(sentinels))
    }

    fn faults(&self, random: &mut fastrand::Rng) -> Vec<Fault<'_>> {
        let group = &self.0;
        let (primary, replicas) = (group.primary(), group.replicas());
        let replica = replicas[random.usize(..replicas.len())];
        let sentinel = &group.sentinels()[random.usize(..group.sentinels().len())];
        let failover = |name, begin: fn(&crate::Node), end: fn(&crate::Node)| {
            let end = move || {
                group.wait_for_failover(primary);
                end(primary);
            };
            // Replication lags behind the answers to writes, so those at the end of a primary may be lost.
            Fault::new(name, move || begin(primary), end).loses_the_latest().kinds(RESTARTS)
        };
        let ordered = Fault::new("failover by command", || _ = group.fail_over(), || {});
        vec![
            ordered.loses_data().kinds(RESTARTS),
            failover("primary killed", |node| node.kill(), |node| node.restart()),
            failover("primary paused", |node| node.pause(), |node| node.resume()),
            failover("black hole before the primary", |node| node.proxy().black_hole(), |node| node.proxy().pass()),
            Fault::new("replica killed", || replica.kill(), || replica.restart()).spares(all),
            Fault::new("replica paused", || replica.pause(), || replica.resume()).spares(all),
            at_once("primary reset", || primary.proxy().reset()),
            Fault::new("sentinel killed", || sentinel.kill(), || sentinel.restart()).spares(all),
            restart_all(self.servers()),
        ]
    }

    fn wait_until_whole(&self) {
        self.0.wait_until_whole();
        self.0.primary().wait_for_replicas(self.0.nodes().len() as u32 - 1);
    }

    fn forget_swallowed(&self) {
        self.0.nodes().iter().for_each(|node| node.proxy().forget_swallowed());
    }

    fn servers(&self) -> Vec<&Server> {
        self.0.nodes().iter().map(|node| &**node).chain(self.0.sentinels()).collect()
    }
}
