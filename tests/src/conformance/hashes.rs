use std::collections::HashMap;

use valkey_cache::config::HashLayout;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, CacheKey, ErrorKind};

use super::values::{User, sorted, user};
use super::{Case, Style, behaviours};

behaviours! {
    fields_hold_values,
    a_missing_hash_is_an_empty_one,
    fields_are_deleted,
    fields_count,
    the_key_of_a_hash_has_prefix_and_version,
    in_djangos_layout_each_field_has_them,
}

async fn fields_hold_values<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.hset("h", [("ada", user()), ("eve", user())])).await, 2);
    assert_eq!(case.ok(cache.hset("h", [("ada", user()), ("bob", user())])).await, 1);
    assert_eq!(case.ok(cache.hget::<User>("h", "ada")).await, Some(user()));
    assert_eq!(case.ok(cache.hget::<User>("h", "nobody")).await, None);
    let some = case.ok(cache.hmget::<User, _>("h", ["bob", "nobody", "ada"])).await;
    assert_eq!(some, [("ada".into(), user()), ("bob".into(), user())].into());
    let all = case.ok(cache.hgetall::<User>("h")).await;
    assert_eq!(sorted(all.into_keys().collect()), ["ada", "bob", "eve"]);
    assert_eq!(sorted(case.ok(cache.hkeys("h")).await), ["ada", "bob", "eve"]);
    assert_eq!(case.ok(cache.hlen("h")).await, 3);
    assert!(case.ok(cache.hexists("h", "ada")).await);
    assert!(!case.ok(cache.hexists("h", "nobody")).await);
}

async fn a_missing_hash_is_an_empty_one<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.hget::<i32>("h", "f")).await, None);
    assert_eq!(case.ok(cache.hmget::<i32, _>("h", ["f"])).await, HashMap::new());
    assert_eq!(case.ok(cache.hgetall::<i32>("h")).await, HashMap::new());
    assert!(case.ok(cache.hkeys("h")).await.is_empty());
    assert_eq!(case.ok(cache.hlen("h")).await, 0);
    assert_eq!(case.ok(cache.hdel("h", ["f"])).await, 0);
    assert!(!case.ok(cache.hexists("h", "f")).await);
    case.fails(cache.hset("h", [("f", 1); 0]), ErrorKind::InvalidInput).await;
    case.fails(cache.hdel("h", [""; 0]), ErrorKind::InvalidInput).await;
}

async fn fields_are_deleted<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.hset("h", [("a", 1), ("b", 2), ("c", 3)])).await;
    assert_eq!(case.ok(cache.hdel("h", ["a", "b", "x"])).await, 2);
    assert_eq!(case.ok(cache.hgetall::<i32>("h")).await, [("c".into(), 3)].into());
    assert_eq!(case.ok(cache.hdel("h", ["c"])).await, 1);
    assert!(!case.ok(cache.has_key("h")).await);
}

async fn fields_count<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.hincrby("h", "n", 5)).await, 5);
    assert_eq!(case.ok(cache.hincrby("h", "n", -7)).await, -2);
    assert_eq!(case.ok(cache.hget::<i64>("h", "n")).await, Some(-2));
    case.ok(cache.hset("h", [("max", i64::MAX)])).await;
    case.fails(cache.hincrby("h", "max", 1), ErrorKind::Overflow).await;
    assert_eq!(case.ok(cache.hget::<i64>("h", "max")).await, Some(i64::MAX));
    case.ok(cache.hset("h", [("text", "five")])).await;
    case.fails(cache.hincrby("h", "text", 1), ErrorKind::WrongType).await;
    case.fails(cache.hgetall::<i64>("h"), ErrorKind::Decode).await;
    case.ok(cache.set("k", &1)).await;
    case.fails(cache.hget::<i64>("k", "f"), ErrorKind::WrongType).await;
}

async fn the_key_of_a_hash_has_prefix_and_version<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.hset("h", [("f", 1)])).await;
    case.ok(cache.hset("h", [("f", 2)]).version(2)).await;
    assert_eq!(case.ok(cache.hget::<i32>("h", "f")).await, Some(1));
    assert_eq!(case.ok(cache.hget::<i32>("h", "f").version(2)).await, Some(2));
    assert_eq!(case.ok(cache.hget::<i32>(cache.make_key("h", Some(2)), "f")).await, Some(2));
    assert_eq!(case.ok(cache.keys("*")).await, ["h"]);
}

async fn in_djangos_layout_each_field_has_them<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.open(CacheConfig::new().hash_layout(HashLayout::Django));
    let (plain, name, prefix) = (case.cache(), &format!("{}:h", case.prefix()), case.prefix());
    // Nothing is put before the name, so it is unique by itself.
    let made = CacheKey::from_made(name.as_str());
    assert_eq!(case.ok(cache.hset(name, [("a", user()), ("b:c", user())])).await, 2);
    assert_eq!(case.ok(cache.hset(name, [("a", 5)]).version(2)).await, 1);
    let fields = sorted(case.ok(plain.hkeys(&made)).await);
    assert_eq!(fields, [format!("{prefix}:1:a"), format!("{prefix}:1:b:c"), format!("{prefix}:2:a")]);
    assert_eq!(case.ok(plain.hset(&made, [("other:1:x", 1)])).await, 1);

    assert_eq!(sorted(case.ok(cache.hkeys(name)).await), ["a", "b:c"]);
    assert_eq!(case.ok(cache.hkeys(name).version(2)).await, ["a"]);
    assert_eq!(case.ok(cache.hget::<User>(name, "b:c")).await, Some(user()));
    assert_eq!(case.ok(cache.hget::<User>(name, "x")).await, None);
    let some = case.ok(cache.hmget::<User, _>(name, ["b:c", "x"])).await;
    assert_eq!(some, [("b:c".into(), user())].into());
    let all = case.ok(cache.hgetall::<User>(name)).await;
    assert_eq!(all, [("a".into(), user()), ("b:c".into(), user())].into());
    assert_eq!(case.ok(cache.hgetall::<i32>(name).version(2)).await, [("a".into(), 5)].into());
    assert_eq!(case.ok(cache.hincrby(name, "a", 2).version(2)).await, 7);
    assert!(case.ok(cache.hexists(name, "a")).await);
    assert!(!case.ok(cache.hexists(name, "x")).await);
    assert_eq!(case.ok(cache.hlen(name)).await, 4);
    assert_eq!(case.ok(cache.hdel(name, ["a", "b:c", "x"])).await, 2);
    assert!(case.ok(cache.hkeys(name)).await.is_empty());
    let error = case.fails(cache.hget::<User>(name, "a").version(2), ErrorKind::Decode).await;
    assert_eq!(error.key(), Some(name.as_str()));
    assert!(case.ok(plain.delete(&made)).await);
}
