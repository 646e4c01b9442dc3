use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::values::sorted;
use super::{Case, Style, behaviours};

behaviours! {
    keys_are_there_or_not,
    keys_come_back_without_prefix_and_version,
    pages_bring_every_key,
    a_version_moves_with_value_and_expiry,
    a_version_that_does_not_exist_is_refused,
    versions_do_not_meet,
    made_keys_are_left_alone,
}

async fn keys_are_there_or_not<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(!case.ok(cache.has_key("k")).await);
    assert!(!case.ok(cache.delete("k")).await);
    case.ok(cache.set("k", &1)).await;
    assert!(case.ok(cache.has_key("k")).await);
    assert!(!case.ok(cache.has_key("k").version(2)).await);
    assert!(!case.ok(cache.delete("k").version(2)).await);
    assert!(case.ok(cache.delete("k")).await);
    assert!(!case.ok(cache.has_key("k")).await);
}

async fn keys_come_back_without_prefix_and_version<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let other = case.open(CacheConfig::new().key_prefix(format!("{}x", case.prefix())));
    for key in ["user:1", "user:2", "item:1", "a:b:c:d"] {
        case.ok(cache.set(key, &1)).await;
    }
    case.ok(cache.set("user:3", &1).version(2)).await;
    case.ok(other.set("user:4", &1)).await;
    assert_eq!(sorted(case.ok(cache.keys("user:*")).await), ["user:1", "user:2"]);
    assert_eq!(sorted(case.ok(cache.keys("*:1")).await), ["item:1", "user:1"]);
    assert_eq!(case.ok(cache.keys("user:?").version(2)).await, ["user:3"]);
    assert_eq!(sorted(case.ok(cache.keys("*")).await), ["a:b:c:d", "item:1", "user:1", "user:2"]);
    assert_eq!(sorted(case.ok(cache.keys("[iu]*1")).await), ["item:1", "user:1"]);
    assert!(case.ok(cache.keys("nothing")).await.is_empty());
    let pages = case.items(cache.iter_keys("user:*")).await;
    assert_eq!(sorted(pages), ["user:1", "user:2"]);
    assert_eq!(case.items(cache.iter_keys("*").version(2)).await, ["user:3"]);
}

async fn pages_bring_every_key<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let expected = sorted((0..500).map(|n| format!("k{n}")).collect());
    case.ok(cache.set_many(expected.iter().map(|key| (key, 1)))).await;
    for itersize in [1, 7, 100, 100_000] {
        let mut keys = sorted(case.items(cache.iter_keys("k*").itersize(itersize)).await);
        // One may come twice.
        keys.dedup();
        assert_eq!(keys, expected, "with pages of {itersize}");
    }
    assert!(case.items(cache.iter_keys("x*").itersize(10)).await.is_empty());
    let small = case.open(CacheConfig::new().scan_itersize(3));
    assert_eq!(case.items(small.iter_keys("k49?")).await.len(), 10);
}

async fn a_version_moves_with_value_and_expiry<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", "v").timeout(Timeout::Never)).await;
    case.ok(cache.set("k", "in the way").version(3)).await;
    assert_eq!(case.ok(cache.incr_version("k", 2)).await, 3);
    assert_eq!(case.ok(cache.get::<String>("k")).await, None);
    assert_eq!(case.ok(cache.get::<String>("k").version(3)).await.as_deref(), Some("v"));
    assert_eq!(case.ok(cache.ttl("k").version(3)).await, Ttl::NoExpiry);
    case.ok(cache.touch("k").version(3)).await;
    assert_eq!(case.ok(cache.decr_version("k", 3).version(3)).await, 0);
    assert!(matches!(case.ok(cache.ttl("k").version(0)).await, Ttl::Left(_)));
    let newer = case.open(CacheConfig::new().version(0));
    assert_eq!(case.ok(newer.get::<String>("k")).await.as_deref(), Some("v"));
    assert_eq!(case.ok(newer.incr_version("k", 1)).await, 1);
    assert_eq!(case.ok(cache.get::<String>("k")).await.as_deref(), Some("v"));
}

async fn a_version_that_does_not_exist_is_refused<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.fails(cache.incr_version("k", 1), ErrorKind::KeyMissing).await;
    case.fails(cache.decr_version("k", 1), ErrorKind::KeyMissing).await;
    case.ok(cache.set("k", "v")).await;
    case.fails(cache.decr_version("k", 2), ErrorKind::InvalidInput).await;
    assert_eq!(case.ok(cache.get::<String>("k")).await.as_deref(), Some("v"));
}

async fn versions_do_not_meet<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, second) = (case.cache(), case.open(CacheConfig::new().version(2)));
    case.ok(cache.set("k", &1)).await;
    case.ok(second.set("k", &2)).await;
    case.ok(cache.set("k", &0).version(0)).await;
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(1));
    assert_eq!(case.ok(cache.get::<i32>("k").version(2)).await, Some(2));
    assert_eq!(case.ok(second.get::<i32>("k")).await, Some(2));
    assert_eq!(case.ok(second.get::<i32>("k").version(1)).await, Some(1));
    assert_eq!(case.ok(second.get::<i32>("k").version(0)).await, Some(0));
}

async fn made_keys_are_left_alone<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, other) = (case.cache(), case.open(CacheConfig::new().key_prefix("elsewhere").version(7)));
    let made = cache.make_key("k", None);
    case.ok(other.set(&made, &1)).await;
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(1));
    assert_eq!(case.ok(other.get::<i32>(&made).version(3)).await, Some(1));
    assert!(case.ok(other.delete(made)).await);
}
