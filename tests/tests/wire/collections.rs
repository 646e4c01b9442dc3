use valkey_cache::CacheConfig;
use valkey_cache::config::HashLayout;
use valkey_cache::prelude::*;

use super::{cache, open, sends};

#[test]
fn hashes() {
    let cache = cache();
    sends(cache.hset("h", [("f", 1), ("g g", 2)]), r#"write HSET app:1:h f 1 "g g" 2"#);
    sends(cache.hset("h", [("f", "text")]).version(2), r#"write HSET app:2:h f "text""#);
    sends(cache.hget::<i32>("h", "f"), "read HGET app:1:h f");
    sends(cache.hmget::<i32, _>("h", ["f", "g"]), "read HMGET app:1:h f g");
    sends(cache.hgetall::<i32>("h"), "read HGETALL app:1:h");
    sends(cache.hdel("h", ["f", "g"]), "write HDEL app:1:h f g");
    sends(cache.hlen("h"), "read HLEN app:1:h");
    sends(cache.hkeys("h"), "read HKEYS app:1:h");
    sends(cache.hexists("h", "f"), "read HEXISTS app:1:h f");
    sends(cache.hincrby("h", "f", -4), "once HINCRBY app:1:h f -4");
}

#[test]
fn hashes_as_django_has_them() {
    let cache = open(CacheConfig::new().key_prefix("").hash_layout(HashLayout::Django));
    sends(cache.hset("hashname", [("k", 5)]), "write HSET hashname :1:k 5");
    sends(cache.hset("hashname", [("k", true)]).version(2), "write HSET hashname :2:k true");
    sends(cache.hget::<i32>("my:hash", "a:b"), "read HGET my:hash :1:a:b");
    let cache = open(CacheConfig::new().hash_layout(HashLayout::Django));
    sends(cache.hmget::<i32, _>("h", ["f", "g"]), "read HMGET h app:1:f app:1:g");
    sends(cache.hgetall::<i32>("h"), "read HGETALL h");
    sends(cache.hdel("h", ["f", "g"]).version(2), "write HDEL h app:2:f app:2:g");
    sends(cache.hlen("h"), "read HLEN h");
    sends(cache.hkeys("h"), "read HKEYS h");
    sends(cache.hexists("h", ""), "read HEXISTS h app:1:");
    sends(cache.hincrby("h", "f", -4), "once HINCRBY h app:1:f -4");
    sends(cache.hlen(cache.make_key("h", None)), "read HLEN app:1:h");
    // Other kinds of keys are keys as ever.
    sends(cache.get::<i32>("h"), "read GET app:1:h");
    assert_eq!(cache.hget::<i32>("h", "f").to_request().unwrap().key(), Some(b"h".as_slice()));
}

#[test]
fn lists() {
    let cache = cache();
    sends(cache.lpush("l", [1, 2]), "once LPUSH app:1:l 1 2");
    sends(cache.rpush("l", ["a"]), r#"once RPUSH app:1:l "a""#);
    sends(cache.lpop::<i32>("l", 1), "once LPOP app:1:l 1");
    sends(cache.rpop::<i32>("l", 2).version(2), "once RPOP app:2:l 2");
    sends(cache.lrange::<i32>("l", 0, -1), "read LRANGE app:1:l 0 -1");
    sends(cache.llen("l"), "read LLEN app:1:l");
    sends(cache.ltrim("l", 1, -2), "once LTRIM app:1:l 1 -2");
}

#[test]
fn sets() {
    let cache = cache();
    sends(cache.sadd("s", [1, 2]), "write SADD app:1:s 1 2");
    sends(cache.sadd("s", ["a"]).version(2), r#"write SADD app:2:s "a""#);
    sends(cache.scard("s"), "read SCARD app:1:s");
    sends(cache.smismember("s", [1, 2]), "read SMISMEMBER app:1:s 1 2");
    sends(cache.sismember("s", "a"), r#"read SISMEMBER app:1:s "a""#);
    sends(cache.smembers::<i32>("s"), "read SMEMBERS app:1:s");
    sends(cache.smove("s", "t", &1), "once SMOVE app:1:s app:1:t 1");
    sends(cache.spop::<i32>("s", 2), "once SPOP app:1:s 2");
    sends(cache.srandmember::<i32>("s", -2), "read SRANDMEMBER app:1:s -2");
    sends(cache.srem("s", [1, 2]), "write SREM app:1:s 1 2");
    // The primary's: a cursor means nothing to another server.
    sends(cache.sscan::<i32>("s", u64::MAX, 10), "write SSCAN app:1:s 18446744073709551615 COUNT 10");
}

#[test]
fn set_algebra() {
    let cache = cache();
    sends(cache.sdiff::<i32, _>(["s", "t"]), "read SDIFF app:1:s app:1:t");
    sends(cache.sinter::<i32, _>(["s", "t"]), "read SINTER app:1:s app:1:t");
    sends(cache.sunion::<i32, _>(["s", "t"]).version(2), "read SUNION app:2:s app:2:t");
    sends(cache.sdiffstore("d", ["s", "t"]), "write SDIFFSTORE app:1:d app:1:s app:1:t");
    sends(cache.sinterstore("d", ["s", "t"]), "write SINTERSTORE app:1:d app:1:s app:1:t");
    sends(cache.sunionstore("d", ["s", "t"]), "write SUNIONSTORE app:1:d app:1:s app:1:t");
}
