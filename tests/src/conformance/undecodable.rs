use valkey_cache::config::Undecodable;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::values::{User, user};
use super::{Case, Load, Style, behaviours};

behaviours! {
    a_key_counts_as_missing,
    a_value_that_is_too_large_counts_as_missing,
    collections_leave_it_out_and_count_it,
    a_key_is_loaded_anew,
}

fn lenient() -> CacheConfig {
    CacheConfig::new().undecodable(Undecodable::Missing)
}

async fn a_key_counts_as_missing<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (strict, cache) = (case.cache(), case.open(lenient()));
    case.ok(strict.set_many([("user", "no user"), ("number", "no number")])).await;
    case.ok(strict.set("n", &5)).await;
    case.fails(strict.get::<User>("user"), ErrorKind::Decode).await;
    assert_eq!(case.ok(cache.get::<User>("user")).await, None);
    assert_eq!(case.ok(cache.get::<String>("user")).await.as_deref(), Some("no user"));
    assert_eq!(case.ok(cache.get_many::<i32, _>(["user", "n", "missing"])).await, [("n".into(), 5)].into());
    let (user, n) = case.ok(cache.batch((cache.get::<User>("user"), cache.get::<i32>("n")))).await;
    assert_eq!((user.ok(), n.ok()), (Some(None), Some(Some(5))));
    assert_eq!(case.ok(cache.getset::<_, i32>("number", "still none")).await, None);
    assert_eq!(case.ok(cache.getdel::<i32>("number")).await, None);
    assert!(!case.ok(cache.has_key("number")).await);
    case.ok(strict.rpush("l", [1])).await;
    case.fails(cache.get::<i32>("l"), ErrorKind::WrongType).await;
}

async fn a_value_that_is_too_large_counts_as_missing<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let packed = CacheConfig::new().compressor("zstd");
    case.ok(case.open(packed.clone()).set("k", &"a".repeat(2000))).await;
    let limited = packed.max_decompressed_size(1000);
    case.fails(case.open(limited.clone()).get::<String>("k"), ErrorKind::Decode).await;
    assert_eq!(case.ok(case.open(limited.merged_over(&lenient())).get::<String>("k")).await, None);
}

async fn collections_leave_it_out_and_count_it<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (strict, cache) = (case.cache(), case.open(lenient()));
    case.ok(strict.hset("h", [("text", "x")])).await;
    case.ok(strict.hset("h", [("n", 1)])).await;
    assert_eq!(case.ok(cache.hget::<i32>("h", "text")).await, None);
    assert_eq!(case.ok(cache.hmget::<i32, _>("h", ["text", "n"])).await, [("n".into(), 1)].into());
    assert_eq!(case.ok(cache.hgetall::<i32>("h")).await, [("n".into(), 1)].into());
    assert_eq!(case.ok(cache.hlen("h")).await, 2);
    case.ok(strict.sadd("s", ["x"])).await;
    case.ok(strict.sadd("s", [1])).await;
    assert_eq!(case.ok(cache.smembers::<i32>("s")).await, [1]);
    assert_eq!(case.items(cache.sscan_iter::<i32>("s")).await, [1]);
    assert_eq!(case.ok(cache.scard("s")).await, 2);
    case.ok(strict.rpush("l", ["x", "y"])).await;
    case.ok(strict.rpush("l", [1])).await;
    assert_eq!(case.ok(cache.lrange::<i32>("l", 0, -1)).await, [1]);
    assert_eq!(case.ok(cache.lpop::<i32>("l", 1)).await, [] as [i32; 0]);
    assert_eq!(case.ok(cache.llen("l")).await, 2);
    case.ok(strict.zadd("z", [("x", 1.0)])).await;
    case.ok(strict.zadd("z", [(7, 2.0)])).await;
    assert_eq!(case.ok(cache.zrange::<i32>("z", ..).with_scores()).await, [(7, 2.0)]);
}

async fn a_key_is_loaded_anew<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (strict, cache) = (case.cache(), case.open(lenient()));
    case.ok(strict.set("user", "no user")).await;
    case.fails(strict.get_or_set("user", Load(user)), ErrorKind::Decode).await;
    assert_eq!(case.ok(cache.get_or_set("user", Load(user))).await, user());
    assert_eq!(case.ok(strict.get::<User>("user")).await, Some(user()));
}
