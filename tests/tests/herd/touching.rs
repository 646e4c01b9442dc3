//! `touch` moves the time in the value with that of the key.

use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::operation::{reply, write};
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::scene::MINUTE;
use super::{Draw, Scene, everywhere};

everywhere! {
    a_touched_value_is_fresh_for_longer,
    a_value_can_be_made_to_last_for_ever,
    what_is_stale_is_not_touched,
    bare_values_and_collections_are_touched,
    a_batch_cannot_touch,
}

async fn a_touched_value_is_fresh_for_longer<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    let text = "text that is long enough to be compressed ".repeat(3);
    scene.ok(cache.set("k", &text).timeout(MINUTE)).await;
    scene.at(50, Draw::Highest);
    assert!(scene.ok(cache.touch("k").timeout(MINUTE)).await);
    scene.lasts("k", 120).await;
    scene.at(109, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<String>("k")).await.as_ref(), Some(&text));
    assert!(scene.ok(cache.touch("k").timeout(Duration::from_millis(500))).await);
    scene.at(110, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<String>("k")).await, None);
    // The default is the cache's, and what is touched is what would have been stored.
    scene.at(109, Draw::Highest);
    assert!(scene.ok(cache.touch("k")).await);
    scene.lasts("k", 360).await;
    let touched = scene.stored("k").await;
    scene.ok(cache.set("k", &text)).await;
    assert_eq!(touched, scene.stored("k").await);
}

async fn a_value_can_be_made_to_last_for_ever<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    scene.ok(cache.set("k", "value").timeout(MINUTE)).await;
    assert!(scene.ok(cache.touch("k").timeout(Timeout::Never)).await);
    assert_eq!(scene.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    scene.at(1_000_000, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<String>("k")).await.as_deref(), Some("value"));
    assert!(scene.ok(cache.touch("k").timeout(MINUTE)).await);
    scene.lasts("k", 120).await;
    scene.at(1_000_060, Draw::Highest);
    assert_eq!(scene.ok(cache.get::<String>("k")).await, None);
}

async fn what_is_stale_is_not_touched<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    assert!(!scene.ok(cache.touch("missing")).await);
    scene.ok(cache.set("k", "value").timeout(MINUTE)).await;
    scene.at(60, Draw::Lowest);
    let before = scene.stored("k").await;
    assert!(!scene.ok(cache.touch("k")).await);
    assert!(!scene.ok(cache.touch("k").timeout(Timeout::Never)).await);
    assert_eq!(scene.stored("k").await, before);
    scene.lasts("k", 120).await;
    assert!(scene.ok(cache.touch("k").timeout(Duration::ZERO)).await);
    assert!(!scene.ok(cache.has_key("k")).await);
}

async fn bare_values_and_collections_are_touched<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    for (key, value) in [("bare", cache.encode("value").unwrap()), ("n", b"42".to_vec()), ("odd", b"\xFF\xFE".to_vec())]
    {
        scene.ok(cache.action(write("SET").key(key).value(Ok(value.clone())).returns(reply::done))).await;
        assert!(scene.ok(cache.touch(key).timeout(MINUTE)).await);
        assert_eq!(scene.stored(key).await, value);
        scene.lasts(key, 60).await;
        assert!(scene.ok(cache.touch(key).timeout(Timeout::Never)).await);
        assert_eq!(scene.ok(cache.ttl(key)).await, Ttl::NoExpiry);
    }
    scene.ok(cache.rpush("list", [1])).await;
    assert!(scene.ok(cache.touch("list").timeout(MINUTE)).await);
    scene.lasts("list", 60).await;
    assert!(scene.ok(cache.touch("list").timeout(Timeout::Never)).await);
    assert_eq!(scene.ok(cache.ttl("list")).await, Ttl::NoExpiry);
}

async fn a_batch_cannot_touch<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    let (set, touched) = scene.ok(cache.batch((cache.set("k", &1), cache.touch("k")))).await;
    assert!(set.unwrap());
    let error = touched.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("cannot be part of a batch"), "{error}");
}
