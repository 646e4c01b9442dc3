use std::sync::Arc;

use redis::Value;
use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

use super::{at_once, black_hole, kill, pause, restart_all};
use crate::load::{Call, Calls, Face, Fault, Topology, open};
use crate::{Proxy, Server, Shards};

#[cache_backend(client = ShardClient, factory = AsyncConnectionFactory)]
struct Awaited;

#[cache_backend(client = ShardClient, factory = ConnectionFactory)]
struct Run;

const COUNT: usize = 3;

/// Three servers that share the keys, each behind a proxy.
#[derive(Debug)]
pub struct Sharded {
    proxies: Vec<Proxy>,
    shards: Shards,
}

impl Sharded {
    /// Starts the servers.
    ///
    /// # Panics
    /// When one does not start.
    pub fn start() -> Self {
        let shards = Shards::start(COUNT);
        Self { proxies: shards.servers().iter().map(|server| Proxy::to(server.addr())).collect(), shards }
    }

    /// Tells which keys are of other shards than this one: a key's tag says where it is, under any prefix.
    fn keys_of_others<'t>(&'t self, shard: &'t Server) -> impl Fn(Call, &str) -> bool + 't {
        const PREFIX: &str = "place";
        let cache = self.open(Calls::ByRun, CacheConfig::new().key_prefix(PREFIX));
        move |_, key| {
            cache.set(key, "here").expect("everything is well again");
            let is_here = shard.command(&["EXISTS", &format!("{PREFIX}:1:{key}")]);
            is_here.expect("the shard is well again") == Value::Int(0)
        }
    }
}

impl Topology for Sharded {
    fn name(&self) -> &'static str {
        "shards"
    }

    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face> {
        open::<Awaited, Run>(calls, &config.location(self.proxies.iter().map(Proxy::url).collect::<Vec<_>>()))
    }

    fn faults(&self, random: &mut fastrand::Rng) -> Vec<Fault<'_>> {
        let chosen = random.usize(..COUNT);
        let (shard, way) = (&self.shards.servers()[chosen], &self.proxies[chosen]);
        vec![
            kill("shard killed", shard).spares(self.keys_of_others(shard)),
            pause("shard paused", shard).spares(self.keys_of_others(shard)),
            black_hole("black hole before a shard", way).spares(self.keys_of_others(shard)),
            at_once("shard reset", || way.reset()).spares(self.keys_of_others(shard)),
            Fault::new(
                "all black holes",
                || self.proxies.iter().for_each(Proxy::black_hole),
                || self.proxies.iter().for_each(Proxy::pass),
            ),
            restart_all(self.servers()),
        ]
    }

    fn wait_until_whole(&self) {}

    fn forget_swallowed(&self) {
        self.proxies.iter().for_each(Proxy::forget_swallowed);
    }

    fn servers(&self) -> Vec<&Server> {
        self.shards.servers().iter().collect()
    }
}
