use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

use super::{cache, open, refuses, sends};

#[test]
fn set() {
    let cache = cache();
    sends(cache.set("k", &5), "write SET app:1:k 5 PX 300000");
    sends(cache.set("k", "text"), r#"write SET app:1:k "text" PX 300000"#);
    sends(cache.set("k", &true), "write SET app:1:k true PX 300000");
    sends(cache.set("k", &-0.5), "write SET app:1:k -0.5 PX 300000");
    sends(cache.set("k", &[1, 2]), "write SET app:1:k [1,2] PX 300000");
    sends(cache.set("k", &None::<i32>), "write SET app:1:k null PX 300000");
    sends(cache.set("k", &5).version(7), "write SET app:7:k 5 PX 300000");
    sends(cache.set("k", &5).nx(), "once SET app:1:k 5 PX 300000 NX");
    sends(cache.set("k", &5).xx(), "write SET app:1:k 5 PX 300000 XX");
    sends(cache.set("k", &5).keep_ttl(), "write SET app:1:k 5 KEEPTTL");
    sends(cache.set("k", &5).keep_ttl().xx(), "write SET app:1:k 5 KEEPTTL XX");
}

#[test]
fn add() {
    let cache = cache();
    sends(cache.add("k", &5), "once SET app:1:k 5 PX 300000 NX");
    sends(cache.add("k", &5).timeout(Timeout::Never), "once SET app:1:k 5 NX");
    sends(cache.add("k", &5).timeout(Duration::ZERO), "read EXISTS app:1:k");
}

#[test]
fn timeouts_are_milliseconds_rounded_up() {
    let cache = cache();
    sends(cache.set("k", &5).timeout(Duration::from_secs(2)), "write SET app:1:k 5 PX 2000");
    sends(cache.set("k", &5).timeout(Duration::from_millis(1500)), "write SET app:1:k 5 PX 1500");
    sends(cache.set("k", &5).timeout(Duration::from_micros(1001)), "write SET app:1:k 5 PX 2");
    sends(cache.set("k", &5).timeout(Duration::from_nanos(1)), "write SET app:1:k 5 PX 1");
    sends(cache.set("k", &5).timeout(Some(Duration::from_secs(1))), "write SET app:1:k 5 PX 1000");
    sends(cache.set("k", &5).timeout(Timeout::from_secs_f64(0.5)), "write SET app:1:k 5 PX 500");
}

#[test]
fn no_timeout_is_no_word() {
    let cache = cache();
    sends(cache.set("k", &5).timeout(None), "write SET app:1:k 5");
    sends(cache.set("k", &5).timeout(Timeout::Never), "write SET app:1:k 5");
    sends(cache.set("k", &5).timeout(Timeout::Never).xx(), "write SET app:1:k 5 XX");
    sends(cache.set("k", &5).timeout(Timeout::from_secs_f64(f64::INFINITY)), "write SET app:1:k 5");
}

#[test]
fn a_timeout_of_zero_deletes() {
    let cache = cache();
    sends(cache.set("k", &5).timeout(Duration::ZERO), "write DEL app:1:k");
    sends(cache.set("k", &5).timeout(Timeout::from_secs_f64(-1.0)), "write DEL app:1:k");
    sends(cache.set("k", &5).timeout(Duration::ZERO).nx(), "read EXISTS app:1:k");
    sends(cache.set("k", &5).timeout(Duration::ZERO).xx(), "write DEL app:1:k");
    refuses(cache.set("k", &5).timeout(Duration::ZERO).keep_ttl(), "leave one out");
    refuses(cache.add("k", &5).keep_ttl(), "leave one out");
    sends(cache.getex::<i32>("k").timeout(Duration::ZERO), "once GETDEL app:1:k");
    sends(cache.touch("k").timeout(Duration::ZERO), "write PEXPIRE app:1:k 0");
}

#[test]
fn the_default_timeout_is_the_caches() {
    let never = open(CacheConfig::new().timeout(Timeout::Never));
    sends(never.set("k", &5), "write SET app:1:k 5");
    sends(never.getex::<i32>("k"), "write GETEX app:1:k PERSIST");
    sends(never.touch("k"), "once [PERSIST EXISTS] 1 app:1:k");
    sends(never.set("k", &5).timeout(Duration::from_secs(1)), "write SET app:1:k 5 PX 1000");

    let zero = open(CacheConfig::new().timeout(Duration::ZERO));
    sends(zero.set("k", &5), "write DEL app:1:k");
    sends(zero.set("k", &5).timeout(Timeout::Never), "write SET app:1:k 5");
}

#[test]
fn reads_and_exchanges() {
    let cache = cache();
    sends(cache.get::<i32>("k"), "read GET app:1:k");
    sends(cache.get::<i32>("k").version(0), "read GET app:0:k");
    sends(cache.getset::<_, i32>("k", "v"), r#"once SET app:1:k "v" GET"#);
    sends(cache.getdel::<i32>("k"), "once GETDEL app:1:k");
    sends(cache.getex::<i32>("k"), "write GETEX app:1:k PX 300000");
    sends(cache.getex::<i32>("k").timeout(Duration::from_millis(5)), "write GETEX app:1:k PX 5");
    sends(cache.getex::<i32>("k").timeout(Timeout::Never), "write GETEX app:1:k PERSIST");
}

#[test]
fn several_at_once() {
    let cache = cache();
    sends(cache.mget::<i32, _>(["a", "b"]), "read MGET app:1:a app:1:b");
    sends(cache.mget::<i32, _>(["a", "a"]), "read MGET app:1:a app:1:a");
    sends(cache.mget::<i32, _>(["a"]).version(2), "read MGET app:2:a");
    sends(cache.mset([("a", 1), ("b", 2)]), "write MSET app:1:a 1 app:1:b 2");
    sends(cache.msetnx([("a", 1), ("b", 2)]), "once MSETNX app:1:a 1 app:1:b 2");
}

#[test]
fn counters() {
    let cache = cache();
    sends(cache.incr("k", 1), "once [EXISTS INCRBY GET] 1 app:1:k 1");
    sends(cache.incr("k", -2).version(3), "once [EXISTS INCRBY GET] 1 app:3:k -2");
    sends(cache.incr("k", i64::MIN), "once [EXISTS INCRBY GET] 1 app:1:k -9223372036854775808");
    sends(cache.decr("k", 1), "once [EXISTS INCRBY GET] 1 app:1:k -1");
    sends(cache.decr("k", -2), "once [EXISTS INCRBY GET] 1 app:1:k 2");
    sends(cache.incr_by_float("k", 0.25), "once [EXISTS INCRBYFLOAT] 1 app:1:k 0.25");
    sends(cache.incr_by_float("k", -3.0), "once [EXISTS INCRBYFLOAT] 1 app:1:k -3");
}
