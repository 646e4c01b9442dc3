use std::time::Duration;

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, CacheKey};

use super::{cache, open, refuses, sends};

#[test]
fn keys_as_such() {
    let cache = cache();
    sends(cache.has_key("k"), "read EXISTS app:1:k");
    sends(cache.delete("k"), "write DEL app:1:k");
    sends(cache.keys("u*"), "read KEYS app:1:u*");
    sends(cache.keys("*").version(2), "read KEYS app:2:*");
}

#[test]
fn versions_move_in_one_step() {
    let cache = cache();
    sends(cache.incr_version("k", 1), "once RENAME app:1:k app:2:k");
    sends(cache.incr_version("k", 3).version(5), "once RENAME app:5:k app:8:k");
    sends(cache.decr_version("k", 1), "once RENAME app:1:k app:0:k");
    sends(cache.decr_version("k", -1), "once RENAME app:1:k app:2:k");
}

#[test]
fn a_key_is_any_text() {
    let cache = cache();
    sends(cache.get::<i32>(""), "read GET app:1:");
    sends(cache.get::<i32>("0"), "read GET app:1:0");
    sends(cache.get::<i32>("a:b"), "read GET app:1:a:b");
    sends(cache.get::<i32>("a b\n"), r#"read GET "app:1:a b\n""#);
    sends(cache.get::<i32>("schlüssel🔑"), "read GET app:1:schlüssel🔑");
    sends(cache.get::<i32>("*?[x]"), "read GET app:1:*?[x]");
    sends(cache.get::<i32>(String::from("owned")), "read GET app:1:owned");
}

#[test]
fn a_made_key_is_left_alone() {
    let cache = cache();
    sends(cache.get::<i32>(CacheKey::from_made("else:9:k")), "read GET else:9:k");
    sends(cache.get::<i32>(&cache.make_key("k", Some(4))).version(2), "read GET app:4:k");
    sends(cache.mget::<i32, _>([CacheKey::from_made("x"), cache.make_key("k", None)]), "read MGET x app:1:k");
}

#[test]
fn patterns_escape_the_prefix_only() {
    let odd = open(CacheConfig::new().key_prefix(r"a*b?[c]\"));
    sends(odd.keys("*"), r"read KEYS a[*]b[?][[]c]\\:1:*");
    sends(odd.keys("[ab]?"), r"read KEYS a[*]b[?][[]c]\\:1:[ab]?");
    sends(odd.get::<i32>("k"), r"read GET a*b?[c]\:1:k");
}

#[test]
fn prefix_and_version_are_the_configurations() {
    sends(open(CacheConfig::new().key_prefix("")).get::<i32>("k"), "read GET :1:k");
    sends(open(CacheConfig::new().version(0)).get::<i32>("k"), "read GET app:0:k");
    sends(open(CacheConfig::new().version(9)).incr_version("k", 1), "once RENAME app:9:k app:10:k");
    sends(open(CacheConfig::new().version(9)).get::<i32>("k").version(1), "read GET app:1:k");
}

#[test]
fn the_server_as_a_whole() {
    let cache = cache();
    sends(cache.flush_db(), "write FLUSHDB");
    sends(cache.flush_all(), "write FLUSHALL");
    sends(cache.ping(), "read PING");
}

#[test]
fn a_lock_is_asked_for_by_its_key() {
    let cache = cache();
    sends(cache.get_lock("k").is_locked(), "write EXISTS app:1:k");
    sends(cache.get_lock("k").version(3).is_locked(), "write EXISTS app:3:k");
}

#[test]
fn a_holder_is_known_by_its_token() {
    let cache = cache();
    let time = Duration::from_millis(2500);
    let guard = cache.get_lock("k").token("me").timeout(time).acquire().run().unwrap().unwrap();
    sends(guard.is_owned(), "once [GET] 1 app:1:k me");
    sends(guard.extend(time * 2), "once [GET PTTL PEXPIRE] 1 app:1:k me 5000");
    sends(guard.replace_ttl(time * 2), "once [GET PERSIST PEXPIRE] 1 app:1:k me 5000");
    sends(guard.replace_ttl(Duration::from_nanos(1)), "once [GET PERSIST PEXPIRE] 1 app:1:k me 1");
    sends(guard.replace_ttl(None), "once [GET PERSIST PEXPIRE] 1 app:1:k me 0");
    sends(guard.reacquire(), "once [GET PERSIST PEXPIRE] 1 app:1:k me 2500");
    refuses(guard.replace_ttl(Duration::ZERO), "a lock with a timeout of zero is free at once");
    refuses(guard.replace_ttl(Duration::MAX), "longer than a server can count");

    let endless = cache.get_lock("k").version(3).token("me").acquire().run().unwrap().unwrap();
    sends(endless.reacquire(), "once [GET PERSIST PEXPIRE] 1 app:3:k me 0");
}
