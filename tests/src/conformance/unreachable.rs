//! What a caller gets when there is no server: errors, or with `ignore_exceptions` what an empty cache would say.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use valkey_cache::commands::Plain;
use valkey_cache::operation::Operation;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::values::Unwritable;
use super::{Case, Load, Style, behaviours};
use crate::PortClaim;

behaviours! {
    an_unreachable_server_is_an_error,
    values_are_missing_and_not_stored,
    collections_are_empty,
    flows_and_batches_go_on,
    what_has_no_honest_answer_fails,
    mistakes_are_never_ignored,
}

/// Opens a cache at a port that nobody listens on.
pub(super) fn away<B: BaseValkeyCache, S: Style<B>>(case: &Case<'_, B, S>, ignore_exceptions: bool) -> (B, PortClaim) {
    let port = PortClaim::new();
    let location = format!("valkey://127.0.0.1:{}", port.port());
    (case.open(CacheConfig::new().location(location).ignore_exceptions(ignore_exceptions)), port)
}

async fn an_unreachable_server_is_an_error<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, port) = away(&case, false);
    let error = case.fails(cache.get::<i32>("k"), ErrorKind::Connection).await;
    assert!(error.is_transient());
    assert!(error.server().is_some_and(|server| server.contains(&port.port().to_string())), "{error}");
    case.fails(cache.set("k", &1), ErrorKind::Connection).await;
    case.fails(cache.get_or_set("k", Load(|| 1)), ErrorKind::Connection).await;
    case.fails(cache.get_many::<i32, _>(["k"]), ErrorKind::Connection).await;
    case.fails(cache.batch((cache.get::<i32>("k"),)), ErrorKind::Connection).await;
    case.fails(cache.get_lock("k").acquire(), ErrorKind::Connection).await;
    assert!(S::items(cache.iter_keys("*")).await.is_err());
}

/// Expects the answer of an empty cache.
#[track_caller]
pub(super) fn empty<'c, B, S, O>(case: &Case<'_, B, S>, action: Action<'c, B, O>) -> impl Future<Output = ()>
where
    B: BaseValkeyCache,
    S: Style<B>,
    O: Operation + 'c,
    O::Output: Default + PartialEq + std::fmt::Debug,
{
    let name = std::any::type_name::<O>();
    let answer = case.ok(action);
    async move { assert_eq!(answer.await, O::Output::default(), "{name}") }
}

async fn values_are_missing_and_not_stored<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, _port) = away(&case, true);
    let (time, moment) = (Duration::from_secs(1), SystemTime::now());
    empty(&case, cache.get::<i32>("k")).await;
    empty(&case, cache.set("k", &1)).await;
    empty(&case, cache.set("k", &1).timeout(Duration::ZERO)).await;
    empty(&case, cache.add("k", &1)).await;
    empty(&case, cache.getset::<_, i32>("k", &1)).await;
    empty(&case, cache.getdel::<i32>("k")).await;
    empty(&case, cache.has_key("k")).await;
    empty(&case, cache.delete("k")).await;
    empty(&case, cache.keys("*")).await;
    empty(&case, cache.touch("k")).await;
    empty(&case, cache.touch("k").timeout(Timeout::Never)).await;
    empty(&case, cache.persist("k")).await;
    empty(&case, cache.expire("k", time)).await;
    empty(&case, cache.pexpire("k", time)).await;
    empty(&case, cache.expire_at("k", moment)).await;
    empty(&case, cache.pexpire_at("k", moment)).await;
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::Missing);
    assert_eq!(case.ok(cache.pttl("k")).await, Ttl::Missing);
}

async fn collections_are_empty<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, _port) = away(&case, true);
    empty(&case, cache.hset("h", [("f", 1)])).await;
    empty(&case, cache.hget::<i32>("h", "f")).await;
    empty(&case, cache.hgetall::<i32>("h")).await;
    empty(&case, cache.hkeys("h")).await;
    empty(&case, cache.hdel("h", ["f"])).await;
    empty(&case, cache.rpush("l", [1])).await;
    empty(&case, cache.lpop::<i32>("l", 1)).await;
    empty(&case, cache.lrange::<i32>("l", 0, -1)).await;
    empty(&case, cache.ltrim("l", 0, 1)).await;
    empty(&case, cache.sadd("s", [1])).await;
    empty(&case, cache.smembers::<i32>("s")).await;
    empty(&case, cache.smismember("s", [1])).await;
    empty(&case, cache.sinter::<i32, _>(["s"])).await;
    empty(&case, cache.sscan::<i32>("s", 0, 10)).await;
    empty(&case, cache.zadd("z", [(1, 1.0)])).await;
    empty(&case, cache.zscore("z", &1)).await;
    empty(&case, cache.zrange::<i32>("z", ..).with_scores()).await;
    assert!(case.items(cache.iter_keys("*")).await.is_empty());
    assert!(case.items(cache.sscan_iter::<i32>("s")).await.is_empty());
}

async fn flows_and_batches_go_on<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, _port) = away(&case, true);
    assert_eq!(case.ok(cache.get_or_set("k", Load(|| 5))).await, 5);
    assert_eq!(case.ok(cache.get_or_try_set::<_, Plain>("k", || Err::<i32, _>("no"))).await, Err("no"));
    assert_eq!(case.ok(cache.get_many::<i32, _>(["k"])).await, HashMap::new());
    assert_eq!(case.ok(cache.set_many([("k", 1)])).await, 0);
    assert_eq!(case.ok(cache.delete_many(["k"])).await, 0);
    assert_eq!(case.ok(cache.delete_pattern("*")).await, 0);
    assert_eq!(case.ok(cache.clear()).await, 0);
    let (get, set) = case.ok(cache.batch((cache.get::<i32>("k"), cache.set("k", &1)))).await;
    assert_eq!((get.unwrap(), set.unwrap()), (None, false));
    // Without a server there is no lock to be had, and nothing runs that needs one.
    assert!(case.ok(cache.get_lock("l").acquire()).await.is_none());
    assert_eq!(case.ok(cache.get_lock("l").with(Load(|| -> i32 { panic!("there is no lock") }))).await, None);
}

async fn what_has_no_honest_answer_fails<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, _port) = away(&case, true);
    case.fails(cache.ping(), ErrorKind::Connection).await;
    case.fails(cache.incr_version("k", 1), ErrorKind::Connection).await;
    // Nobody counted.
    case.fails(cache.hincrby("h", "f", 1), ErrorKind::Connection).await;
    case.fails(cache.zincrby("z", "m", 1.0), ErrorKind::Connection).await;
}

async fn mistakes_are_never_ignored<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.open(CacheConfig::new().ignore_exceptions(true));
    case.ok(cache.rpush("list", [1])).await;
    case.ok(cache.set("text", "x")).await;
    case.fails(cache.get::<i32>("list"), ErrorKind::WrongType).await;
    case.fails(cache.get::<i32>("text"), ErrorKind::Decode).await;
    case.fails(cache.get_or_set("text", Load(|| 1)), ErrorKind::Decode).await;
    let (away, _port) = away(&case, true);
    case.fails(away.set("k", &Unwritable), ErrorKind::Encode).await;
    case.fails(away.delete_pattern(""), ErrorKind::InvalidInput).await;
    case.fails(away.set("k", &1).nx().xx(), ErrorKind::InvalidInput).await;
}
