//! One of three servers that share the keys is dead: what the others still do, with shards and in a cluster.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use valkey_cache::commands::Pages;
use valkey_cache::factory::{Blocks, StyleOf, Waits};
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind, Result};
use valkey_cache_tests::conformance::{ByAwait, ByRun, Style};
use valkey_cache_tests::{Cluster, Shards};

use super::{AwaitedShards, RunShards, alone, numbered};

#[cache_backend(client = DefaultClusterClient, factory = AsyncClusterConnectionFactory)]
struct AwaitedCluster;

#[cache_backend(client = DefaultClusterClient, factory = ClusterConnectionFactory)]
struct RunCluster;

/// More than go into one round trip.
const KEYS: usize = 1800;

/// A calling style that goes through all pages, beyond an error too.
trait Face<B: BaseValkeyCache>: Style<B> {
    async fn through(pages: Pages<'_, B, String>) -> Vec<Result<String>>;
}

impl<B: BaseValkeyCache> Face<B> for ByAwait
where
    Self: Style<B>,
    StyleOf<B::Factory>: Waits,
{
    async fn through(mut pages: Pages<'_, B, String>) -> Vec<Result<String>> {
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(item);
        }
        items
    }
}

impl<B: BaseValkeyCache> Face<B> for ByRun
where
    Self: Style<B>,
    StyleOf<B::Factory>: Blocks,
{
    async fn through(pages: Pages<'_, B, String>) -> Vec<Result<String>> {
        pages.collect()
    }
}

#[derive(Debug)]
enum Servers {
    Shards(Shards),
    Cluster(Cluster),
}

impl Servers {
    fn shards() -> Self {
        Self::Shards(Shards::start(3))
    }

    fn cluster() -> Self {
        let cluster = Cluster::builder().replicas(0).start();
        for node in cluster.nodes() {
            // Those that live serve their slots.
            node.command(&["CONFIG", "SET", "cluster-require-full-coverage", "no"]).unwrap();
        }
        Self::Cluster(cluster)
    }

    fn urls(&self) -> Vec<String> {
        match self {
            Self::Shards(shards) => shards.urls(),
            Self::Cluster(cluster) => cluster.urls(),
        }
    }

    fn kill_second(&self) {
        match self {
            Self::Shards(shards) => shards.servers()[1].kill(),
            Self::Cluster(cluster) => cluster.nodes()[1].kill(),
        }
    }
}

/// Keys on three servers of which the second is dead.
struct Damaged<B> {
    cache: B,
    /// The keys of the servers that live, and their addresses.
    alive: BTreeSet<String>,
    living: Vec<String>,
    /// The keys of the dead one.
    dead: BTreeSet<String>,
    _servers: Servers,
}

impl<B: BaseValkeyCache<Fields = ()>> Damaged<B> {
    async fn start<S: Face<B>>(servers: Servers, config: CacheConfig) -> Self {
        let mut living = servers.urls();
        let config = config.location(living.clone()).socket_timeout(Duration::from_millis(500));
        let cache = B::from_config(&config).unwrap();
        assert_eq!(S::go(cache.set_many(numbered(KEYS))).await.unwrap(), KEYS as u64);
        let dead = keys_of(&[living.remove(1)]);
        let alive = keys_of(&living);
        servers.kill_second();
        assert!(alive.len() > 1000 && dead.len() > 500, "{} and {}", alive.len(), dead.len());
        Self { cache, alive, living, dead, _servers: servers }
    }

    /// Returns which keys the servers that live have now.
    fn left(&self) -> BTreeSet<String> {
        keys_of(&self.living)
    }

    /// Returns the names of all keys: first those that cannot be had, more than go into one round trip, then the others.
    fn all(&self) -> impl Iterator<Item = &String> {
        self.dead.iter().chain(&self.alive)
    }

    /// Returns values for all keys, in the same order.
    fn values(&self) -> impl Iterator<Item = (&String, i32)> + Send {
        self.dead.iter().chain(&self.alive).map(|key| (key, 1))
    }

    /// Returns which keys of the servers that live begin like this.
    fn alive_with(&self, prefix: &str) -> BTreeSet<String> {
        self.alive.iter().filter(|key| key.starts_with(prefix)).cloned().collect()
    }
}

fn keys_of(urls: &[String]) -> BTreeSet<String> {
    urls.iter().flat_map(|url| alone(url).keys("*").run().unwrap()).collect()
}

async fn each_that_lives_does_its_part<B: BaseValkeyCache<Fields = ()>, S: Face<B>>(servers: Servers) {
    let damaged = Damaged::<B>::start::<S>(servers, CacheConfig::new()).await;
    let Damaged { cache, alive, dead, .. } = &damaged;

    assert!(S::go(cache.keys("*")).await.unwrap_err().is_transient());
    assert!(S::go(cache.get_many::<i32, _>(damaged.all())).await.unwrap_err().is_transient());
    let partial = S::go(cache.get_many::<i32, _>(damaged.all()).partial()).await.unwrap();
    assert_eq!((partial.found.len(), partial.failed.len()), (alive.len(), dead.len()));
    assert!(partial.failed.keys().all(|key| dead.contains(key)));

    // All that can be had comes before the error.
    let mut items = S::through(cache.iter_keys("*").itersize(100)).await;
    assert!(items.pop().unwrap().unwrap_err().is_transient());
    assert_eq!(items.into_iter().collect::<Result<BTreeSet<_>>>().unwrap(), *alive);

    let error = S::go(cache.delete_pattern("key:1*").itersize(100)).await.unwrap_err();
    assert!(error.is_transient());
    assert_eq!(error.operation(), Some("SCAN"), "{error}");
    let kept = alive.difference(&damaged.alive_with("key:1")).cloned().collect();
    assert_eq!(damaged.left(), kept);

    assert!(S::go(cache.delete_many(damaged.all())).await.unwrap_err().is_transient());
    assert_eq!(damaged.left(), BTreeSet::new());
    let error = S::go(cache.set_many(damaged.values())).await.unwrap_err();
    assert!(error.is_transient() && error.key().is_some(), "{error}");
    assert_eq!(damaged.left(), *alive);
    assert!(S::go(cache.clear()).await.unwrap_err().is_transient());
    assert_eq!(damaged.left(), BTreeSet::new());

    assert!(S::go(cache.set_many(damaged.values())).await.is_err());
    assert!(S::go(cache.flush_db()).await.unwrap_err().is_transient());
    assert_eq!(damaged.left(), BTreeSet::new());
}

async fn ignored_the_answer_is_that_of_the_living<B: BaseValkeyCache<Fields = ()>, S: Face<B>>(servers: Servers) {
    let damaged = Damaged::<B>::start::<S>(servers, CacheConfig::new().ignore_exceptions(true)).await;
    let Damaged { cache, alive, dead, .. } = &damaged;
    let count = alive.len() as u64;

    assert_eq!(S::go(cache.keys("*")).await.unwrap().into_iter().collect::<BTreeSet<_>>(), *alive);
    let found = S::go(cache.get_many::<i32, _>(damaged.all())).await.unwrap();
    assert_eq!(found.into_keys().collect::<BTreeSet<_>>(), *alive);
    let items = S::through(cache.iter_keys("*").itersize(100)).await;
    assert_eq!(items.into_iter().collect::<Result<BTreeSet<_>>>().unwrap(), *alive);

    let matching = damaged.alive_with("key:1").len() as u64;
    assert_eq!(S::go(cache.delete_pattern("key:1*").itersize(100)).await.unwrap(), matching);
    assert_eq!(S::go(cache.delete_many(damaged.all())).await.unwrap(), count - matching);
    assert_eq!(S::go(cache.set_many(damaged.values())).await.unwrap(), count);
    assert_eq!(damaged.left(), *alive);
    assert_eq!(S::go(cache.clear()).await.unwrap(), count);
    assert_eq!(S::go(cache.set_many(damaged.values())).await.unwrap(), count);
    S::go(cache.flush_db()).await.unwrap();
    assert_eq!(damaged.left(), BTreeSet::new());
    // The answer is the question.
    assert!(S::go(cache.ping()).await.unwrap_err().is_transient());

    // Where nobody answers, it is that of an empty cache.
    assert_eq!(S::go(cache.get_many::<i32, _>(dead)).await.unwrap(), HashMap::new());
    assert_eq!(S::go(cache.delete_many(dead)).await.unwrap(), 0);
    assert_eq!(S::go(cache.set_many(dead.iter().map(|key| (key, 1)))).await.unwrap(), 0);
}

async fn a_batch_fails_in_part<B: BaseValkeyCache<Fields = ()>, S: Face<B>>(servers: Servers) {
    let damaged = Damaged::<B>::start::<S>(servers, CacheConfig::new()).await;
    let Damaged { cache, alive, dead, .. } = &damaged;
    let (a, d) = (alive.first().unwrap(), dead.first().unwrap());

    let (alive, dead, keys) =
        S::go(cache.batch((cache.get::<usize>(a), cache.get::<usize>(d), cache.keys("*")))).await.unwrap();
    assert!(alive.unwrap().is_some());
    let error = dead.unwrap_err();
    assert!(error.is_transient());
    assert_eq!(error.key(), Some(cache.make_key(d, None).as_str()), "{error}");
    assert!(keys.unwrap_err().is_transient());
    // Nothing of it could be had.
    assert!(S::go(cache.batch((cache.get::<usize>(d), cache.has_key(d)))).await.unwrap_err().is_transient());
}

macro_rules! with_one_dead {
    ($($behaviour:ident)+) => {
        mod shards_run {
            $(#[test]
            fn $behaviour() {
                use super::*;
                <ByRun as Style<RunShards>>::block_on(super::$behaviour::<RunShards, ByRun>(Servers::shards()));
            })+
        }

        mod shards_awaited {
            $(#[test]
            fn $behaviour() {
                use super::*;
                <ByAwait as Style<AwaitedShards>>::block_on(super::$behaviour::<AwaitedShards, ByAwait>(Servers::shards()));
            })+
        }

        mod cluster_run {
            $(#[test]
            fn $behaviour() {
                use super::*;
                <ByRun as Style<RunCluster>>::block_on(super::$behaviour::<RunCluster, ByRun>(Servers::cluster()));
            })+
        }

        mod cluster_awaited {
            $(#[test]
            fn $behaviour() {
                use super::*;
                <ByAwait as Style<AwaitedCluster>>::block_on(super::$behaviour::<AwaitedCluster, ByAwait>(Servers::cluster()));
            })+
        }
    };
}

with_one_dead! {
    each_that_lives_does_its_part
    ignored_the_answer_is_that_of_the_living
    a_batch_fails_in_part
}

/// Values so large that one goes into a round trip, and the first is of a key that cannot be had.
#[test]
fn a_part_without_a_living_server_is_not_the_end() {
    <ByRun as Style<RunShards>>::block_on(async {
        for ignore in [false, true] {
            let config = CacheConfig::new().ignore_exceptions(ignore);
            let damaged = Damaged::<RunShards>::start::<ByRun>(Servers::shards(), config).await;
            let large = "x".repeat(1 << 20);
            let names = damaged.dead.iter().take(1).chain(damaged.alive.iter().take(2));
            let stored = damaged.cache.set_many(names.map(|key| (key, large.as_str()))).run();
            match ignore {
                true => assert_eq!(stored.unwrap(), 2),
                false => assert_eq!(stored.unwrap_err().kind(), ErrorKind::Connection),
            }
            for key in damaged.alive.iter().take(2) {
                assert_eq!(damaged.cache.get::<String>(key).run().unwrap().as_ref(), Some(&large));
            }
        }
    });
}
