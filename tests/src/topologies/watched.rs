use std::sync::Arc;
use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache::config::SentinelOptions;
use valkey_cache::prelude::*;

use super::{HERD_TIMEOUT, RESTARTS, all, at_once, restart_all};
use crate::load::{Calls, Face, Fault, TIMEOUT, Topology, open};
use crate::{Sentinels, Server};

#[cache_backend(client = SentinelClient, factory = AsyncSentinelConnectionFactory)]
struct Awaited;

#[cache_backend(client = SentinelClient, factory = SentinelConnectionFactory)]
struct Run;

#[cache_backend(client = HerdClient<SentinelClient>, factory = AsyncSentinelConnectionFactory)]
struct AwaitedHerd;

#[cache_backend(client = HerdClient<SentinelClient>, factory = SentinelConnectionFactory)]
struct RunHerd;

/// A primary, two replicas, and three sentinels; a proxy before each of the nodes.
#[derive(Debug)]
pub struct Watched {
    group: Sentinels,
    is_encrypted: bool,
    herds: Vec<Calls>,
}

impl Watched {
    /// Starts all of them.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start() -> Self {
        Self { group: Sentinels::builder().proxies().start(), is_encrypted: false, herds: Vec::new() }
    }

    /// Starts all of them, and has caches speak TLS with nodes and sentinels.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start_encrypted() -> Self {
        Self { group: Sentinels::builder().tls().start(), is_encrypted: true, herds: Vec::new() }
    }

    /// Opens caches of these styles with a herd client.
    #[must_use]
    pub fn with_herds(self, calls: impl IntoIterator<Item = Calls>) -> Self {
        Self { herds: calls.into_iter().collect(), ..self }
    }
}

impl Topology for Watched {
    fn name(&self) -> &'static str {
        match (self.is_encrypted, self.herds.is_empty()) {
            (false, true) => "sentinel",
            (false, false) => "sentinel with herd",
            (true, true) => "sentinel with TLS",
            (true, false) => "sentinel with TLS and herd",
        }
    }

    fn timeout(&self) -> Duration {
        // A handshake is much to compute, without optimization, and after a failover there are many at once.
        if self.is_encrypted { 4 * TIMEOUT } else { TIMEOUT }
    }

    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face> {
        let name = Sentinels::NAME;
        let config = if self.is_encrypted {
            config
                .location(format!("valkeys://{name}/0"))
                .sentinels(self.group.tls().iter().map(|tls| tls.addr().to_string()))
                .sentinel_kwargs(SentinelOptions::new().tls(true))
                .ssl_ca_certs(self.group.ca())
        } else {
            let sentinels = self.group.sentinels().iter().map(|sentinel| sentinel.addr().to_string());
            config.location(format!("valkey://{name}/0")).sentinels(sentinels)
        };
        if self.herds.contains(&calls) {
            return open::<AwaitedHerd, RunHerd>(calls, &config.herd_timeout(HERD_TIMEOUT));
        }
        open::<Awaited, Run>(calls, &config)
    }

    fn faults(&self, random: &mut fastrand::Rng) -> Vec<Fault<'_>> {
        let group = &self.group;
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
        self.group.wait_until_whole();
        self.group.primary().wait_for_replicas(self.group.nodes().len() as u32 - 1);
    }

    fn forget_swallowed(&self) {
        self.group.nodes().iter().for_each(|node| node.proxy().forget_swallowed());
    }

    fn servers(&self) -> Vec<&Server> {
        self.group.nodes().iter().map(|node| &**node).chain(self.group.sentinels()).collect()
    }
}
