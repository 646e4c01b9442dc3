use std::time::{Duration, UNIX_EPOCH};

use valkey_cache::prelude::*;

use super::{cache, sends};

#[test]
fn questions() {
    let cache = cache();
    sends(cache.ttl("k"), "read TTL app:1:k");
    sends(cache.pttl("k"), "read PTTL app:1:k");
}

#[test]
fn touch_and_persist() {
    let cache = cache();
    sends(cache.touch("k"), "write PEXPIRE app:1:k 300000");
    sends(cache.touch("k").timeout(Duration::from_nanos(1)), "write PEXPIRE app:1:k 1");
    sends(cache.touch("k").timeout(None), "once [PERSIST EXISTS] 1 app:1:k");
    sends(cache.persist("k"), "once PERSIST app:1:k");
}

#[test]
fn after_a_time() {
    let cache = cache();
    sends(cache.expire("k", Duration::from_secs(5)), "write EXPIRE app:1:k 5");
    sends(cache.expire("k", Duration::from_millis(5001)), "write EXPIRE app:1:k 6");
    sends(cache.expire("k", Duration::ZERO), "write EXPIRE app:1:k 0");
    sends(cache.pexpire("k", Duration::from_secs(5)), "write PEXPIRE app:1:k 5000");
    sends(cache.pexpire("k", Duration::from_micros(1)), "write PEXPIRE app:1:k 1");
}

#[test]
fn at_a_time() {
    let cache = cache();
    let time = UNIX_EPOCH + Duration::from_millis(1_500_000_000_001);
    sends(cache.expire_at("k", time), "write EXPIREAT app:1:k 1500000001");
    sends(cache.pexpire_at("k", time), "write PEXPIREAT app:1:k 1500000000001");
    sends(cache.pexpire_at("k", time + Duration::from_nanos(1)), "write PEXPIREAT app:1:k 1500000000002");
    sends(cache.expire_at("k", UNIX_EPOCH - Duration::from_secs(9)), "write EXPIREAT app:1:k 0");
    sends(cache.pexpire_at("k", UNIX_EPOCH - Duration::from_secs(9)), "write PEXPIREAT app:1:k 0");
}
