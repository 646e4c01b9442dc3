//! Who gets the value, and who a miss.

use std::collections::HashMap;

use valkey_cache::CacheConfig;
use valkey_cache::operation::{read, reply};
use valkey_cache::prelude::*;
use valkey_cache_tests::Namespace;
use valkey_cache_tests::conformance::{ByRun, Style};

use super::scene::MINUTE;
use super::{BareCache, Draw, RunHerd, Scene, everywhere};

everywhere! {
    reads_agree_about_a_stale_value,
    a_value_that_never_expires_is_never_stale,
    what_is_taken_away_is_fresh,
    bare_values_are_read_as_they_are,
    the_life_on_the_server_has_both_times,
    collections_have_nothing_around_them,
}

async fn reads_agree_about_a_stale_value<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    scene.ok(cache.set("k", "value").timeout(MINUTE)).await;
    scene.ok(cache.set_many([("n", 5)]).timeout(MINUTE)).await;
    for (seconds, draw, is_served) in [
        (0, Draw::Highest, true),
        (59, Draw::Highest, true),
        (60, Draw::Highest, false),
        (60, Draw::Lowest, true),
        (118, Draw::Lowest, true),
        (119, Draw::Lowest, false),
        (120, Draw::Lowest, false),
        (1_000_000, Draw::Lowest, false),
    ] {
        scene.at(seconds, draw);
        let (value, number) = (is_served.then(|| "value".to_owned()), is_served.then_some(5));
        assert_eq!(scene.ok(cache.get::<String>("k")).await, value, "after {seconds} seconds");
        assert_eq!(scene.ok(cache.get::<i32>("n")).await, number);
        assert_eq!(scene.ok(cache.get::<f64>("n")).await, number.map(f64::from));
        let many = scene.ok(cache.get_many::<String, _>(["k", "missing"])).await;
        assert_eq!(many, value.iter().map(|value| ("k".to_owned(), value.clone())).collect::<HashMap<_, _>>());
        let partial = scene.ok(cache.get_many::<i32, _>(["n"]).partial()).await;
        assert_eq!(partial.found.get("n").copied(), number);
        let (of_batch,) = scene.ok(cache.batch((cache.get::<String>("k"),))).await;
        assert_eq!(of_batch.unwrap(), value);
        // It is there, also for one who is told to renew it.
        assert!(scene.ok(cache.has_key("k")).await);
        assert!(!scene.ok(cache.add("k", "another")).await);
    }
}

async fn a_value_that_never_expires_is_never_stale<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    scene.ok(cache.set("k", "value").timeout(Timeout::Never)).await;
    scene.ok(cache.set("n", &5).timeout(Timeout::Never)).await;
    assert_eq!(scene.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    assert_eq!(scene.stored("k").await, cache.encode("value").unwrap());
    assert_eq!(scene.stored("n").await, b"5");
    scene.at(1_000_000_000, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<String>("k")).await.as_deref(), Some("value"));
    assert_eq!(scene.ok(cache.get_many::<i32, _>(["n"])).await.len(), 1);
}

/// Whoever takes a value away cannot renew it, and whether he gets it must not be a matter of luck.
async fn what_is_taken_away_is_fresh<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    let values = || [("a", "value"), ("b", "value"), ("c", "value"), ("d", "value")];
    scene.ok(cache.set_many(values()).timeout(MINUTE)).await;
    scene.at(59, Draw::Lowest);
    assert_eq!(scene.ok(cache.getdel::<String>("a")).await.as_deref(), Some("value"));
    assert_eq!(scene.ok(cache.getset::<_, String>("b", "new")).await.as_deref(), Some("value"));
    scene.at(60, Draw::Lowest);
    assert_eq!(scene.ok(cache.getdel::<String>("c")).await, None);
    assert_eq!(scene.ok(cache.getset::<_, String>("d", "new")).await, None);
    assert!(!scene.ok(cache.has_key("c")).await);
    scene.at(1_000_000, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<String>("d")).await.as_deref(), Some("new"));
}

async fn bare_values_are_read_as_they_are<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    // What another client would write here.
    for (key, value) in [("text", cache.encode("value").unwrap()), ("n", b"42".to_vec())] {
        let set = valkey_cache::operation::write("SET").key(key).value(Ok(value));
        scene.ok(cache.action(set.returns(reply::done))).await;
    }
    scene.at(1_000_000, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<String>("text")).await.as_deref(), Some("value"));
    assert_eq!(scene.ok(cache.get::<i32>("n")).await, Some(42));
    assert_eq!(scene.ok(cache.getdel::<i32>("n")).await, Some(42));
    // The public pair of functions is the codec, without anything around.
    assert_eq!(cache.decode::<String>(&scene.stored("text").await).unwrap(), "value");
}

async fn the_life_on_the_server_has_both_times<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    scene.ok(cache.set("k", &1)).await;
    scene.lasts("k", 360).await;
    scene.ok(cache.set("k", &1).timeout(MINUTE).xx()).await;
    scene.lasts("k", 120).await;
    scene.ok(cache.incr_version("k", 1)).await;
    let left = scene.ok(cache.pttl("k").version(2)).await;
    assert!(matches!(left, Ttl::Left(left) if left <= 2 * MINUTE), "{left:?}");
    scene.at(60, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<i32>("k").version(2)).await, None);
    assert!(scene.ok(cache.set("k", &1).timeout(std::time::Duration::ZERO).version(2)).await);
    assert!(!scene.ok(cache.has_key("k").version(2)).await);
}

async fn collections_have_nothing_around_them<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    scene.ok(cache.hset("h", [("f", 1)])).await;
    scene.ok(cache.rpush("l", ["a"])).await;
    scene.ok(cache.sadd("s", ["a"])).await;
    scene.at(1_000_000, Draw::Highest);
    assert_eq!(scene.ok(cache.hincrby("h", "f", 1)).await, 2);
    assert_eq!(scene.ok(cache.hget::<i32>("h", "f")).await, Some(2));
    assert_eq!(scene.ok(cache.lrange::<String>("l", 0, -1)).await, ["a"]);
    assert_eq!(scene.ok(cache.smismember("s", ["a"])).await, [true]);
}

/// Other clients see what a herd client stores without expiry, and a herd client sees all that they store.
#[test]
fn clients_share_what_has_nothing_around_it() {
    Scene::<RunHerd, ByRun>::each(async |scene| {
        let (herd, plain) = (&scene.cache, scene.plain());
        plain.set("k", "value").timeout(MINUTE).run().unwrap();
        herd.set("j", "value").timeout(Timeout::Never).run().unwrap();
        assert_eq!(herd.get::<String>("k").run().unwrap().as_deref(), Some("value"));
        assert_eq!(plain.get::<String>("j").run().unwrap().as_deref(), Some("value"));
    });
}

#[test]
fn the_herd_timeout_is_an_option() {
    let url = Namespace::new().url();
    #[cache_backend(client = HerdClient, factory = ConnectionFactory)]
    struct ShortHerd;
    let config = CacheConfig::new().location(url.as_str()).herd_timeout(10 * MINUTE);
    ShortHerd::from_config(&config).unwrap().set("k", &1).timeout(MINUTE).run().unwrap();
    let left = BareCache::open(url).unwrap().pttl("k").run().unwrap();
    assert!(matches!(left, Ttl::Left(left) if left > 10 * MINUTE && left <= 11 * MINUTE), "{left:?}");
}

/// The real clock and real draws: of many who read a value that was to be renewed half a herd timeout ago, some are told
/// to, and the others get it.
#[test]
fn chances_are_real() {
    #[cache_backend(client = HerdClient, factory = ConnectionFactory)]
    struct RealHerd;
    let cache = RealHerd::open("memory://").unwrap();
    let then = std::time::SystemTime::now() - MINUTE / 2;
    let seconds = then.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    let stored = [&b"\xFFherd"[..], &seconds.to_be_bytes(), b"5"].concat();
    let set = valkey_cache::operation::write("SET").key("k").value(Ok(stored));
    cache.action(set.returns(reply::done)).run().unwrap();
    let served = (0..1000).filter(|_| cache.get::<i32>("k").run().unwrap() == Some(5)).count();
    assert!((300..700).contains(&served), "{served}");
    let raw = cache.action(read("GET").key("k").returns(reply::bytes)).run().unwrap();
    assert!(raw.is_some());
}
