//! What is refused before anything is sent, with a text that says what to do.

use std::time::Duration;

use serde::ser::{Error as _, Serialize, Serializer};
use valkey_cache::commands::Range;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::{cache, open, refuses};

const NOTHING: [&str; 0] = [];

/// A value that no serializer takes.
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("it does not want to"))
    }
}

#[test]
fn nothing_to_act_on() {
    let cache = cache();
    refuses(cache.mget::<i32, _>(NOTHING), "MGET was given no key; it needs at least one");
    refuses(cache.mset([("k", 1); 0]), "MSET was given no value; it needs at least one");
    refuses(cache.hset("h", [("f", 1); 0]), "HSET was given no field; it needs at least one");
    refuses(cache.hmget::<i32, _>("h", NOTHING), "HMGET was given no field");
    refuses(cache.hdel("h", NOTHING), "HDEL was given no field");
    refuses(cache.lpush("l", NOTHING), "LPUSH was given no value");
    refuses(cache.rpush("l", NOTHING), "RPUSH was given no value");
    refuses(cache.sadd("s", NOTHING), "SADD was given no value");
    refuses(cache.srem("s", NOTHING), "SREM was given no value");
    refuses(cache.smismember("s", NOTHING), "SMISMEMBER was given no value");
    refuses(cache.sdiff::<i32, _>(NOTHING), "SDIFF was given no key");
    refuses(cache.sinter::<i32, _>(NOTHING), "SINTER was given no key");
    refuses(cache.sunion::<i32, _>(NOTHING), "SUNION was given no key");
    refuses(cache.sdiffstore("d", NOTHING), "SDIFFSTORE was given no key");
    refuses(cache.sinterstore("d", NOTHING), "SINTERSTORE was given no key");
    refuses(cache.sunionstore("d", NOTHING), "SUNIONSTORE was given no key");
    refuses(cache.zadd("z", [(1, 1.0); 0]), "ZADD was given no member");
    refuses(cache.zrem("z", NOTHING), "ZREM was given no value");
}

#[test]
fn options_that_contradict_each_other() {
    let cache = cache();
    let text = "`.nx()` and `.xx()` exclude each other; choose one";
    refuses(cache.set("k", &1).nx().xx(), text);
    refuses(cache.add("k", &1).xx(), text);
    refuses(cache.set("k", &1).nx().xx().timeout(Duration::ZERO), text);
    refuses(cache.zadd("z", [(1, 1.0)]).nx().xx(), "only one can hold");
    refuses(cache.zadd("z", [(1, 1.0)]).nx().gt(), "only one can hold");
    refuses(cache.zadd("z", [(1, 1.0)]).nx().lt(), "only one can hold");
    refuses(cache.zadd("z", [(1, 1.0)]).gt().lt(), "only one can hold");
    refuses(cache.zrange::<i32>("z", ..).limit(0, 1), "a range of ranks has its own ends");
    refuses(cache.zrange::<i32>("z", Range::Rank(0, 5)).rev().limit(0, 1), "`.limit()` is for ranges of scores");
}

#[test]
fn numbers_out_of_range() {
    let cache = cache();
    refuses(cache.decr("k", i64::MIN), "has no counterpart in 64 bits");
    refuses(cache.decr_version("k", 2), "there is no version 1 + (-2)");
    refuses(cache.incr_version("k", 1).version(u64::MAX), "there is no version");
    refuses(cache.set("k", &1).timeout(Duration::MAX), "use `Timeout::Never`");
    refuses(cache.getex::<i32>("k").timeout(Duration::MAX), "use `Timeout::Never`");
    refuses(cache.touch("k").timeout(Duration::MAX), "use `Timeout::Never`");
    refuses(cache.pexpire("k", Duration::MAX), "use `Timeout::Never`");
    refuses(cache.expire("k", Duration::MAX), "longer than a server can count");
}

#[test]
fn values_that_cannot_be_encoded() {
    let cache = open(CacheConfig::new());
    let kind = |request: valkey_cache::Result<_>| request.map(|_: valkey_cache::operation::Request| ()).unwrap_err();
    for error in [
        kind(cache.set("k", &Unwritable).to_request()),
        kind(cache.mset([("k", Unwritable)]).to_request()),
        kind(cache.hset("h", [("f", Unwritable)]).to_request()),
        kind(cache.sadd("s", [Unwritable]).to_request()),
        kind(cache.rpush("l", [Unwritable]).to_request()),
        kind(cache.zadd("z", [(Unwritable, 1.0)]).to_request()),
        kind(cache.getset::<_, i32>("k", &Unwritable).to_request()),
    ] {
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        assert!(error.to_string().contains("it does not want to"), "{error}");
    }
}
