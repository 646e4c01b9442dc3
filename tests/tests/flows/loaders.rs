//! The closures that an async cache takes: plain ones and async ones.

use valkey_cache::CacheConfig;
use valkey_cache::operation::Reply;
use valkey_cache::prelude::*;

use super::{Scripted, finish};

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct FlowAwaitedCache;

fn cache() -> FlowAwaitedCache {
    FlowAwaitedCache::from_config(&CacheConfig::new().location("memory://")).unwrap()
}

fn missing() -> Scripted {
    Scripted::new().expect("GET app:1:k", Reply::Nil).expect("SET app:1:k 5 PX 300000 NX", Reply::Ok)
}

async fn five() -> i32 {
    5
}

#[test]
fn values() {
    let (cache, base) = (cache(), 2);
    assert_eq!(finish(cache.get_or_set("k", || 5).execute_on(&missing())).unwrap(), 5);
    assert_eq!(finish(cache.get_or_set("k", async || five().await).execute_on(&missing())).unwrap(), 5);
    assert_eq!(finish(cache.get_or_set("k", five).execute_on(&missing())).unwrap(), 5);
    assert_eq!(finish(cache.get_or_set("k", async || base + 3).execute_on(&missing())).unwrap(), 5);
    assert_eq!(finish(cache.get_or_set("k", move || async move { base + 3 }).execute_on(&missing())).unwrap(), 5);
}

#[test]
fn results() {
    let cache = cache();
    let works = cache.get_or_try_set("k", async || Ok::<_, String>(five().await));
    assert_eq!(finish(works.execute_on(&missing())).unwrap(), Ok(5));
    let fails = cache.get_or_try_set("k", async || Err::<i32, _>("no database"));
    let script = Scripted::new().expect("GET app:1:k", Reply::Nil);
    assert_eq!(finish(fails.execute_on(&script)).unwrap(), Err("no database"));
    script.done();
    let plain = cache.get_or_try_set("k", || "5".parse::<i32>());
    assert_eq!(finish(plain.execute_on(&missing())).unwrap(), Ok(5));
}

#[test]
fn under_a_lock() {
    let script = Scripted::new().expect("SET :1:l me NX", Reply::Ok).expect("script:DEL :1:l me", Reply::Int(1));
    let cache = cache();
    let locked = cache.get_lock("l").token("me").with(async || five().await);
    assert_eq!(finish(locked.execute_on(&script)).unwrap(), Some(5));
    script.done();
}

#[test]
fn futures_can_be_sent_to_other_threads() {
    fn is_send<T: Send>(_: &T) {}
    let cache = cache();
    is_send(&cache.get_or_set("k", async || five().await).into_future());
    is_send(&cache.get_or_set("k", async || five().await).execute_on(&Scripted::new()));
    is_send(&cache.get_lock("l").with(async || five().await).into_future());
    is_send(&cache.set_many([("k", 1)]).into_future());
    is_send(&cache.iter_keys("*"));
}
