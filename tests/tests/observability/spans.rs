use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::{ByAwait, Style};
use valkey_cache_tests::{Namespace, shared};

use super::subscriber::{Said, as_text, listen};
use super::{SeenAwaitedCache, SeenCache, open};

fn cache() -> SeenCache {
    open(CacheConfig::new().location(Namespace::new().url()).key_prefix("app"))
}

/// Runs one operation and returns its one span.
fn span(body: impl FnOnce()) -> Said {
    let said = listen(body);
    let [span] = said.as_slice() else { panic!("expected one span:\n{}", as_text(&said)) };
    assert_eq!(span.what, "DEBUG valkey_cache");
    span.clone()
}

#[test]
fn an_operation_is_one_span() {
    let cache = cache();
    let set = span(|| assert!(cache.set("k", &1).run().unwrap()));
    assert_eq!((set.field("operation"), set.field("alias")), (Some("SET"), Some("SeenCache")));
    assert_eq!((set.field("keys"), set.field("hits")), (Some("1"), None));
    assert!(set.field("server").unwrap().contains(&shared().addr().to_string()), "{set:?}");

    let hit = span(|| assert_eq!(cache.get::<i32>("k").run().unwrap(), Some(1)));
    assert_eq!((hit.field("operation"), hit.field("keys"), hit.field("hits")), (Some("GET"), Some("1"), Some("1")));
    let miss = span(|| assert_eq!(cache.get::<i32>("missing").run().unwrap(), None));
    assert_eq!((miss.field("keys"), miss.field("hits")), (Some("1"), Some("0")));
    let many = span(|| assert_eq!(cache.get_many::<i32, _>(["k", "a", "b"]).run().unwrap().len(), 1));
    assert_eq!(
        (many.field("operation"), many.field("keys"), many.field("hits")),
        (Some("get_many"), Some("3"), Some("1"))
    );
}

#[test]
fn a_flow_and_a_batch_are_one_span() {
    let cache = cache();
    let flow = span(|| assert_eq!(cache.get_or_set("k", || 5).run().unwrap(), 5));
    assert_eq!((flow.field("operation"), flow.field("hits")), (Some("get_or_set"), Some("0")));
    let flow = span(|| assert_eq!(cache.get_or_set("k", || 6).run().unwrap(), 5));
    assert_eq!((flow.field("operation"), flow.field("hits")), (Some("get_or_set"), Some("1")));
    let batch = span(|| drop(cache.batch((cache.get::<i32>("k"), cache.set("l", &1))).run().unwrap()));
    assert_eq!((batch.field("operation"), batch.field("keys")), (Some("batch"), Some("2")));
    let clear = span(|| assert_eq!(cache.clear().run().unwrap(), 2));
    assert_eq!(clear.field("operation"), Some("clear"));
}

#[test]
fn an_awaited_operation_is_one_span() {
    let config = CacheConfig::new().location("memory://");
    let cache = SeenAwaitedCache::from_config(&config).unwrap();
    let span = span(|| {
        let set = <ByAwait as Style<SeenAwaitedCache>>::block_on(cache.set("k", &1).into_future());
        assert!(set.unwrap());
    });
    assert_eq!((span.field("operation"), span.field("alias")), (Some("SET"), Some("SeenAwaitedCache")));
    assert!(span.field("server").unwrap().contains("memory://"), "{span:?}");
}

#[test]
fn the_alias_is_the_configurations() {
    let config = valkey_cache::CachesConfig::new().cache("sessions", CacheConfig::new().location("memory://"));
    let cache = valkey_cache::Caches::new(config).get::<SeenCache>("sessions").unwrap();
    assert_eq!(span(|| assert!(!cache.has_key("k").run().unwrap())).field("alias"), Some("sessions"));
}

#[test]
fn values_are_in_no_span() {
    let cache = cache();
    let said = listen(|| {
        let secret = "confidential";
        cache.set("k", secret).run().unwrap();
        cache.get::<String>("k").run().unwrap();
        cache.get::<i32>("k").run().unwrap_err();
        cache.incr("k", 1).run().unwrap_err();
        cache.get_or_set("l", || secret.to_owned()).run().unwrap();
        cache.set_many([("m", secret)]).run().unwrap();
        cache.sadd("s", [secret]).run().unwrap();
        cache.rpush("k", [secret]).run().unwrap_err();
        drop(cache.batch((cache.set("k", secret), cache.get::<String>("k"))).run().unwrap());
        let guard = cache.get_lock("lock").token(secret).acquire().run().unwrap().unwrap();
        guard.release().run().unwrap();
    });
    assert!(said.len() >= 11);
    assert!(!as_text(&said).contains("confidential"), "{}", as_text(&said));
}

#[test]
fn nobody_listens_and_everything_works() {
    let cache = cache();
    assert!(cache.set("k", &1).run().unwrap());
    assert_eq!(cache.get::<i32>("k").run().unwrap(), Some(1));
}
