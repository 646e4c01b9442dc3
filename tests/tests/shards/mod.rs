//! Servers that share the keys among them.

mod dead;

use std::collections::HashMap;
use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;
use valkey_cache_tests::Namespace;

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
