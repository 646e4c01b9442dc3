use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;

use super::{Case, Style, behaviours};

behaviours! {
    values_go_in_at_both_ends,
    values_come_out_at_both_ends,
    ranges_and_trimming,
}

async fn values_go_in_at_both_ends<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.rpush("l", ["c", "d"])).await, 2);
    assert_eq!(case.ok(cache.lpush("l", ["b", "a"])).await, 4);
    assert_eq!(case.ok(cache.lrange::<String>("l", 0, -1)).await, ["a", "b", "c", "d"]);
    assert_eq!(case.ok(cache.llen("l")).await, 4);
    assert_eq!(case.ok(cache.rpush("l", ["x"]).version(2)).await, 1);
    case.fails(cache.rpush("l", [""; 0]), ErrorKind::InvalidInput).await;
    case.fails(cache.lpush("l", [""; 0]), ErrorKind::InvalidInput).await;
    case.fails(cache.lrange::<i32>("l", 0, -1), ErrorKind::Decode).await;
}

async fn values_come_out_at_both_ends<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(case.ok(cache.lpop::<i32>("l", 1)).await.is_empty());
    assert!(case.ok(cache.rpop::<i32>("l", 1)).await.is_empty());
    case.ok(cache.rpush("l", [1, 2, 3, 4, 5, 6])).await;
    assert_eq!(case.ok(cache.lpop::<i32>("l", 1)).await, [1]);
    assert_eq!(case.ok(cache.lpop::<i32>("l", 2)).await, [2, 3]);
    assert_eq!(case.ok(cache.rpop::<i32>("l", 2)).await, [6, 5]);
    assert!(case.ok(cache.lpop::<i32>("l", 0)).await.is_empty());
    assert_eq!(case.ok(cache.rpop::<i32>("l", 9)).await, [4]);
    assert!(!case.ok(cache.has_key("l")).await);
}

async fn ranges_and_trimming<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.rpush("l", 0..10)).await;
    assert_eq!(case.ok(cache.lrange::<i32>("l", 2, 4)).await, [2, 3, 4]);
    assert_eq!(case.ok(cache.lrange::<i32>("l", -2, 100)).await, [8, 9]);
    assert!(case.ok(cache.lrange::<i32>("l", 5, 4)).await.is_empty());
    assert!(case.ok(cache.lrange::<i32>("missing", 0, -1)).await.is_empty());
    case.ok(cache.ltrim("l", 1, -2)).await;
    assert_eq!(case.ok(cache.lrange::<i32>("l", 0, -1)).await, [1, 2, 3, 4, 5, 6, 7, 8]);
    case.ok(cache.ltrim("l", 5, 2)).await;
    assert_eq!(case.ok(cache.llen("l")).await, 0);
    case.ok(cache.ltrim("missing", 0, 1)).await;
}
