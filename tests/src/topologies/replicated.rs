use std::sync::Arc;

use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

use super::{all, at_once, black_hole, kill, pause, reads, restart_all};
use crate::load::{Calls, Face, Fault, Topology, open};
use crate::{Proxy, Server};

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct Awaited;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct Run;

const REPLICAS: usize = 2;

/// A primary and two replicas, each behind a proxy, which nobody watches.
#[derive(Debug)]
pub struct Replicated {
    proxies: Vec<Proxy>,
    /// The primary first.
    servers: Vec<Server>,
}

impl Replicated {
    /// Starts the servers.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start() -> Self {
        let builder = || Server::builder().arg("--maxmemory", "64mb");
        let primary = builder().start();
        let replicas = (0..REPLICAS).map(|_| builder().replica_of(&primary).start()).collect::<Vec<_>>();
        let servers = std::iter::once(primary).chain(replicas).collect::<Vec<_>>();
        let proxies = servers.iter().map(|server| Proxy::to(server.addr())).collect();
        let group = Self { proxies, servers };
        group.wait_until_whole();
        group
    }
}

impl Topology for Replicated {
    fn name(&self) -> &'static str {
        "replicated"
    }

    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face> {
        let urls = self.proxies.iter().map(Proxy::url).collect::<Vec<_>>();
        open::<Awaited, Run>(calls, &config.location(urls.join(",")))
    }

    fn faults(&self, random: &mut fastrand::Rng) -> Vec<Fault<'_>> {
        let chosen = random.usize(1..=REPLICAS);
        let (replica, way) = (&self.servers[chosen], &self.proxies[chosen]);
        let (primary, way_to_primary) = (&self.servers[0], &self.proxies[0]);
        let replica_killed = Fault::new("replica killed", || replica.kill(), || replica.restart());
        vec![
            replica_killed.spares(all),
            pause("replica paused", replica).spares(all),
            black_hole("black hole before a replica", way).spares(all),
            at_once("replica reset", || way.reset()).spares(all),
            kill("primary killed", primary).spares(reads),
            pause("primary paused", primary).spares(reads),
            black_hole("black hole before the primary", way_to_primary).spares(reads),
            restart_all(self.servers()),
        ]
    }

    fn wait_until_whole(&self) {
        self.servers[0].wait_for_replicas(REPLICAS as u32);
    }

    fn forget_swallowed(&self) {
        self.proxies.iter().for_each(Proxy::forget_swallowed);
    }

    fn servers(&self) -> Vec<&Server> {
        self.servers.iter().collect()
    }
}
