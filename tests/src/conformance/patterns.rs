use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::values::sorted;
use super::{Case, Style, behaviours};

behaviours! {
    delete_pattern_deletes_what_matches,
    small_pages_delete_as_much,
    an_empty_pattern_is_refused,
    clear_leaves_other_prefixes_and_versions_alone,
    clear_of_all_versions_leaves_other_prefixes_alone,
    clear_takes_keys_of_every_kind,
}

async fn delete_pattern_deletes_what_matches<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set_many([("user:1", 1), ("user:2", 2), ("item:1", 3)])).await;
    case.ok(cache.set("user:1", &4).version(2)).await;
    assert_eq!(case.ok(cache.delete_pattern("user:*")).await, 2);
    assert_eq!(case.ok(cache.delete_pattern("user:*")).await, 0);
    assert_eq!(case.ok(cache.keys("*")).await, ["item:1"]);
    assert_eq!(case.ok(cache.delete_pattern("*").version(2)).await, 1);
    assert_eq!(case.ok(cache.delete_pattern("item:[0-9]")).await, 1);
}

async fn small_pages_delete_as_much<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let keys = || (0..300).map(|n| (format!("k{n}"), n));
    for itersize in [1, 10, 5000] {
        case.ok(cache.set_many(keys())).await;
        assert_eq!(case.ok(cache.delete_pattern("k*").itersize(itersize)).await, 300);
        case.ok(cache.set_many(keys())).await;
        assert_eq!(case.ok(cache.clear().itersize(itersize)).await, 300);
    }
}

async fn an_empty_pattern_is_refused<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", &1)).await;
    let error = case.fails(cache.delete_pattern(""), ErrorKind::InvalidInput).await;
    assert!(error.to_string().contains("`clear`"), "{error}");
    assert!(case.ok(cache.has_key("k")).await);
}

async fn clear_leaves_other_prefixes_and_versions_alone<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let other = case.open(CacheConfig::new().key_prefix(format!("{}x", case.prefix())));
    let under = case.open(CacheConfig::new().key_prefix(format!("{}:x", case.prefix())));
    let tenth = case.open(CacheConfig::new().version(10));
    for neighbour in [&other, &under, &tenth] {
        case.ok(neighbour.set("k", &1)).await;
    }
    case.ok(cache.set_many([("k", 1), ("l", 2)])).await;
    assert_eq!(case.ok(cache.clear()).await, 2);
    assert_eq!(case.ok(cache.clear()).await, 0);
    for neighbour in [&other, &under, &tenth] {
        assert!(case.ok(neighbour.has_key("k")).await, "{}", neighbour.key_prefix());
    }
    assert_eq!(case.ok(cache.clear().version(10)).await, 1);
}

async fn clear_of_all_versions_leaves_other_prefixes_alone<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let other = case.open(CacheConfig::new().key_prefix(format!("{}x", case.prefix())));
    let under = case.open(CacheConfig::new().key_prefix(format!("{}:x", case.prefix())));
    let number = case.open(CacheConfig::new().key_prefix(format!("{}:1x", case.prefix())));
    for neighbour in [&other, &under, &number] {
        case.ok(neighbour.set("k", &1)).await;
    }
    for version in [0, 1, 2, u64::MAX] {
        case.ok(cache.set_many([("k", 1), ("", 2), ("a:b", 3)]).version(version)).await;
    }
    assert_eq!(case.ok(cache.clear().all_versions()).await, 12);
    for neighbour in [&other, &under, &number] {
        assert!(case.ok(neighbour.has_key("k")).await, "{}", neighbour.key_prefix());
    }
}

async fn clear_takes_keys_of_every_kind<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("string", &1)).await;
    case.ok(cache.hset("hash", [("f", 1)])).await;
    case.ok(cache.rpush("list", [1])).await;
    case.ok(cache.sadd("set", [1])).await;
    case.ok(cache.zadd("sorted", [(1, 1.0)])).await;
    assert_eq!(sorted(case.ok(cache.keys("*")).await), ["hash", "list", "set", "sorted", "string"]);
    assert_eq!(case.ok(cache.clear()).await, 5);
}
