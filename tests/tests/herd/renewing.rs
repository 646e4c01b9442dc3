//! `get_or_set` on a value whose timeout has passed.

use valkey_cache::commands::Plain;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::scene::MINUTE;
use super::{Draw, Scene, everywhere};

everywhere! {
    who_is_told_to_renews_the_value,
    a_failed_load_leaves_the_old_value,
    another_process_is_not_overwritten,
    what_is_deleted_meanwhile_is_stored_again,
    timeouts_count_for_the_new_value,
}

/// A loader that counts with what it returns.
fn returns(value: &str) -> impl FnOnce() -> Result<String, String> + Send {
    let value = value.to_owned();
    move || Ok(value)
}

fn never() -> Result<String, String> {
    panic!("there is a value that will do")
}

async fn who_is_told_to_renews_the_value<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    let old = scene.ok(cache.get_or_try_set::<_, Plain>("k", returns("old")).timeout(MINUTE)).await;
    assert_eq!(old.as_deref(), Ok("old"));
    scene.lasts("k", 120).await;
    for (seconds, draw) in [(59, Draw::Highest), (60, Draw::Lowest), (118, Draw::Lowest)] {
        scene.at(seconds, draw);
        assert_eq!(scene.ok(cache.get_or_try_set::<_, Plain>("k", never)).await.as_deref(), Ok("old"));
    }
    scene.at(60, Draw::Highest);
    let new = scene.ok(cache.get_or_try_set::<_, Plain>("k", returns("new")).timeout(MINUTE)).await;
    assert_eq!(new.as_deref(), Ok("new"));
    scene.lasts("k", 120).await;
    scene.at(119, Draw::Highest);
    assert_eq!(scene.ok(scene.another().get::<String>("k")).await.as_deref(), Some("new"));
}

async fn a_failed_load_leaves_the_old_value<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    scene.ok(cache.set("k", "old").timeout(MINUTE)).await;
    let before = scene.stored("k").await;
    scene.at(60, Draw::Highest);
    let failed = || Err::<String, _>("no".to_owned());
    assert_eq!(scene.ok(cache.get_or_try_set::<_, Plain>("k", failed)).await, Err("no".to_owned()));
    assert_eq!(scene.stored("k").await, before);
    scene.at(60, Draw::Lowest);
    assert_eq!(scene.ok(cache.get_or_try_set::<_, Plain>("k", never)).await.as_deref(), Ok("old"));
}

async fn another_process_is_not_overwritten<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let (cache, another) = (&scene.cache, scene.another());
    scene.ok(cache.set("k", "old").timeout(MINUTE)).await;
    scene.at(60, Draw::Highest);
    let load = || {
        meanwhile::<B, S, _>(|| another.set("k", "theirs"));
        Ok::<_, String>("ours".to_owned())
    };
    assert_eq!(scene.ok(cache.get_or_try_set::<_, Plain>("k", load)).await.as_deref(), Ok("theirs"));
    assert_eq!(scene.ok(cache.get::<String>("k")).await.as_deref(), Some("theirs"));
}

async fn what_is_deleted_meanwhile_is_stored_again<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let (cache, another) = (&scene.cache, scene.another());
    scene.ok(cache.set("k", "old").timeout(MINUTE)).await;
    scene.at(60, Draw::Highest);
    let load = || {
        meanwhile::<B, S, _>(|| another.delete("k"));
        Ok::<_, String>("new".to_owned())
    };
    assert_eq!(scene.ok(cache.get_or_try_set::<_, Plain>("k", load)).await.as_deref(), Ok("new"));
    assert_eq!(scene.ok(cache.get::<String>("k")).await.as_deref(), Some("new"));
}

/// Does what another process does while a loader runs: in a thread of its own, since this one is inside a test already.
fn meanwhile<'c, B, S, O>(action: impl FnOnce() -> valkey_cache::backend::Action<'c, B, O> + Send)
where
    B: BaseValkeyCache,
    S: Style<B>,
    O: valkey_cache::operation::Operation<Output = bool> + 'c,
{
    std::thread::scope(|scope| {
        let done = scope.spawn(|| S::block_on(async { S::go(action()).await.unwrap() }));
        assert!(done.join().unwrap());
    });
}

async fn timeouts_count_for_the_new_value<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>) {
    let cache = &scene.cache;
    for (key, timeout, left) in
        [("never", Timeout::Never, Ttl::NoExpiry), ("zero", Timeout::After(std::time::Duration::ZERO), Ttl::Missing)]
    {
        scene.at(0, Draw::Lowest);
        scene.ok(cache.set(key, "old").timeout(MINUTE)).await;
        scene.at(60, Draw::Highest);
        let new = scene.ok(cache.get_or_try_set::<_, Plain>(key, returns("new")).timeout(timeout)).await;
        assert_eq!(new.as_deref(), Ok("new"));
        assert_eq!(scene.ok(cache.ttl(key)).await, left);
    }
    assert_eq!(scene.stored("never").await, cache.encode("new").unwrap());
}
