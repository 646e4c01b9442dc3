//! Servers that share the keys among them.

use std::collections::HashMap;
use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;
use valkey_cache_tests::{Namespace, Server};

#[cache_backend(client = ShardClient, factory = ConnectionFactory)]
struct RunShards;

#[cache_backend(client = ShardClient, factory = AsyncConnectionFactory)]
struct AwaitedShards;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct OneShard;

fn urls() -> [String; 3] {
    [Namespace::new().url(), Namespace::new().url(), Namespace::new().url()]
}

fn alone(url: &str) -> OneShard {
    OneShard::open(url).unwrap()
}

fn numbered(count: usize) -> Vec<(String, usize)> {
    (0..count).map(|n| (format!("key:{n}"), n)).collect()
}

/// Returns how many of these keys each server has.
fn counts(urls: &[String]) -> Vec<usize> {
    urls.iter().map(|url| alone(url).keys("*").run().unwrap().len()).collect()
}

#[test]
fn keys_are_spread_and_found_again() {
    let urls = urls();
    let cache = RunShards::open(urls.clone()).unwrap();
    assert_eq!(cache.set_many(numbered(300)).run().unwrap(), 300);
    let counts = counts(&urls);
    assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
    assert_eq!(counts.iter().sum::<usize>(), 300);

    let found = cache.get_many::<usize, _>(numbered(301).into_iter().map(|(key, _)| key)).run().unwrap();
    assert_eq!(found, numbered(300).into_iter().collect::<HashMap<_, _>>());
    assert_eq!(cache.keys("key:*").run().unwrap().len(), 300);
    let mut names = cache.iter_keys("key:1*").itersize(10).collect::<Result<Vec<_>, _>>().unwrap();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 111);
    assert_eq!(cache.delete_pattern("key:2*").itersize(10).run().unwrap(), 111);
    assert_eq!(cache.delete_many(["key:1", "key:2", "key:3", "key:4"]).run().unwrap(), 3);
    assert_eq!(cache.clear().run().unwrap(), 300 - 111 - 3);
}

#[test]
fn what_another_list_of_shards_left_is_deleted_where_it_is() {
    let urls = urls();
    RunShards::open(urls.clone()).unwrap().set_many(numbered(100)).run().unwrap();
    let reversed = RunShards::open([urls[2].clone() + "?protocol=resp3", urls[0].clone(), urls[1].clone()]).unwrap();
    assert_eq!(reversed.delete_pattern("*").run().unwrap(), 100);
    assert_eq!(counts(&urls), [0, 0, 0]);
}

#[test]
fn a_version_may_be_on_another_shard() {
    let cache = RunShards::open(urls()).unwrap();
    for n in 0..20 {
        let key = format!("key:{n}");
        cache.set(&key, &n).timeout(Duration::from_secs(60)).run().unwrap();
        assert_eq!(cache.incr_version(&key, 1).run().unwrap(), 2);
        assert_eq!(cache.get::<i32>(&key).run().unwrap(), None);
        assert_eq!(cache.get::<i32>(&key).version(2).run().unwrap(), Some(n));
        let left = cache.ttl(&key).version(2).run().unwrap();
        assert!(matches!(left, Ttl::Left(left) if left > Duration::from_secs(50)), "{left:?}");

        let (list, replaced) = (format!("list:{n}"), format!("list:{n}"));
        cache.rpush(&list, [1, 2]).run().unwrap();
        cache.set(&replaced, "old").version(2).run().unwrap();
        assert_eq!(cache.incr_version(&list, 1).run().unwrap(), 2);
        assert_eq!(cache.lrange::<i32>(&list, 0, -1).version(2).run().unwrap(), [1, 2]);
        assert_eq!(cache.ttl(&list).version(2).run().unwrap(), Ttl::NoExpiry);
        assert_eq!(cache.incr_version("missing", i64::from(n)).run().unwrap_err().kind(), ErrorKind::KeyMissing);
    }
}

/// Returns two keys of different shards.
fn apart(cache: &RunShards, urls: &[String]) -> [String; 2] {
    let keys = (0..100).map(|n| format!("apart:{n}")).collect::<Vec<_>>();
    cache.set_many(keys.iter().map(|key| (key, 1))).run().unwrap();
    let first = alone(&urls[0]).keys("apart:*").run().unwrap().pop().unwrap();
    let second = alone(&urls[1]).keys("apart:*").run().unwrap().pop().unwrap();
    cache.delete_many(keys).run().unwrap();
    [first, second]
}

#[test]
fn keys_that_have_to_be_together_need_a_tag() {
    let urls = urls();
    let cache = RunShards::open(urls.clone()).unwrap();
    let [a, b] = apart(&cache, &urls);
    let error = cache.sinter::<i32, _>([&a, &b]).run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    for part in [&*a, &*b, "are on different servers", "give them the same tag"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    let (moved, set) = cache.batch((cache.smove(&*a, &*b, &1), cache.set(&a, &1))).run().unwrap();
    assert_eq!(moved.unwrap_err().kind(), ErrorKind::InvalidInput);
    assert!(set.unwrap());
    let (a, b) = ("{user:1}:seen", "{user:1}:liked");
    cache.sadd(a, [1, 2]).run().unwrap();
    cache.sadd(b, [2, 3]).run().unwrap();
    assert_eq!(cache.sinter::<i32, _>([a, b]).run().unwrap().into_iter().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_shard_listed_twice_is_refused() {
    let url = Namespace::new().url();
    let error = RunShards::open([url.clone(), url]).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("listed twice"), "{error}");
}

/// Keys on shards of which one is dead: those of the living, those of the dead.
struct Halved<B> {
    cache: B,
    alive: Vec<String>,
    dead: Vec<String>,
    _servers: [Server; 2],
}

fn halved<B: BaseValkeyCache<Fields = ()>>(config: CacheConfig) -> Halved<B> {
    let servers = [Server::start(), Server::start()];
    let urls = servers.each_ref().map(Server::url);
    RunShards::open(urls.clone()).unwrap().set_many(numbered(40)).run().unwrap();
    let [alive, dead] = urls.each_ref().map(|url| alone(url).keys("*").run().unwrap());
    servers[1].kill();
    let config = config.location(urls).socket_timeout(Duration::from_millis(500));
    Halved { cache: B::from_config(&config).unwrap(), alive, dead, _servers: servers }
}

#[test]
fn one_dead_shard_fails_only_its_keys() {
    let Halved { cache, alive, dead, _servers } = halved::<RunShards>(CacheConfig::new());
    for key in &alive {
        assert!(cache.get::<usize>(key).run().unwrap().is_some());
    }
    assert_eq!(cache.get::<usize>(&dead[0]).run().unwrap_err().kind(), ErrorKind::Connection);

    let all = || alive.iter().chain(&dead);
    assert_eq!(cache.get_many::<usize, _>(all()).run().unwrap_err().kind(), ErrorKind::Connection);
    let partial = cache.get_many::<usize, _>(all()).partial().run().unwrap();
    assert_eq!((partial.found.len(), partial.failed.len()), (alive.len(), dead.len()));
    for key in &dead {
        let error = &partial.failed[key];
        assert_eq!(error.kind(), ErrorKind::Connection);
        assert_eq!(error.key(), Some(cache.make_key(key, None).as_str()), "{error}");
    }
    let outcomes = cache.batch(all().map(|key| cache.get::<usize>(key)).collect::<Vec<_>>()).run().unwrap();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), alive.len());
    assert_eq!(cache.delete_many(all()).run().unwrap_err().kind(), ErrorKind::Connection);
}

#[tokio::test(flavor = "multi_thread")]
async fn awaited_one_dead_shard_fails_only_its_keys() {
    let Halved { cache, alive, dead, _servers } = halved::<AwaitedShards>(CacheConfig::new());
    let all = || alive.iter().chain(&dead);
    let partial = cache.get_many::<usize, _>(all()).partial().await.unwrap();
    assert_eq!((partial.found.len(), partial.failed.len()), (alive.len(), dead.len()));
    let outcomes = cache.batch(all().map(|key| cache.get::<usize>(key)).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), alive.len());
}

#[test]
fn ignored_a_dead_shard_is_an_empty_one() {
    let Halved { cache, alive, dead, _servers } = halved::<RunShards>(CacheConfig::new().ignore_exceptions(true));
    let all = || alive.iter().chain(&dead);
    assert_eq!(cache.get_many::<usize, _>(all()).run().unwrap().len(), alive.len());
    let outcomes = cache.batch(all().map(|key| cache.get::<usize>(key)).collect::<Vec<_>>()).run().unwrap();
    let found = outcomes.into_iter().filter_map(|outcome| outcome.unwrap()).count();
    assert_eq!(found, alive.len());
}
