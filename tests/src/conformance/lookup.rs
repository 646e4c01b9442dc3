use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use valkey_cache::commands::Plain;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::values::{User, user};
use super::{Case, Load, Style, behaviours};

behaviours! {
    a_missing_value_is_loaded_once,
    the_default_timeout_counts,
    a_failure_stores_nothing,
    all_callers_get_the_same_value,
    callers_at_the_same_time_load_once,
    versions_are_loaded_apart,
    a_value_that_cannot_be_read_is_an_error,
}

async fn a_missing_value_is_loaded_once<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.get_or_set("k", Load(user))).await, user());
    let unused = Load(|| -> User { panic!("the value is there") });
    assert_eq!(case.ok(cache.get_or_set("k", unused)).await, user());
    assert_eq!(case.ok(cache.get::<User>("k")).await, Some(user()));
    assert_eq!(case.ok(cache.get_or_set("k", Load(|| 5)).version(2)).await, 5);
    assert_eq!(case.ok(cache.get::<i32>("k").version(2)).await, Some(5));
    assert_eq!(case.ok(cache.get_or_set("none", Load(|| None::<i32>))).await, None);
    assert!(case.ok(cache.has_key("none")).await);
}

async fn the_default_timeout_counts<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.get_or_set("k", Load(|| 1))).await;
    assert!(matches!(case.ok(cache.ttl("k")).await, Ttl::Left(left) if left.as_secs() <= 300));
    case.ok(cache.get_or_set("never", Load(|| 1)).timeout(Timeout::Never)).await;
    assert_eq!(case.ok(cache.ttl("never")).await, Ttl::NoExpiry);
    assert_eq!(case.ok(cache.get_or_set("zero", Load(|| 7)).timeout(std::time::Duration::ZERO)).await, 7);
    assert!(!case.ok(cache.has_key("zero")).await);
    let never = case.open(CacheConfig::new().timeout(Timeout::Never));
    case.ok(never.get_or_set("default", Load(|| 1))).await;
    assert_eq!(case.ok(never.ttl("default")).await, Ttl::NoExpiry);
}

async fn a_failure_stores_nothing<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let failed = case.ok(cache.get_or_try_set::<_, Plain>("k", || Err::<i32, _>("no database"))).await;
    assert_eq!(failed, Err("no database"));
    assert!(!case.ok(cache.has_key("k")).await);
    assert_eq!(case.ok(cache.get_or_try_set::<_, Plain>("k", || Ok::<_, ()>(5))).await, Ok(5));
    assert_eq!(case.ok(cache.get_or_try_set::<_, Plain>("k", || Err::<i32, _>(()))).await, Ok(5));
    let timed = cache.get_or_try_set::<_, Plain>("t", || Ok::<_, ()>(5)).timeout(Timeout::Never);
    assert_eq!(case.ok(timed).await, Ok(5));
    assert_eq!(case.ok(cache.ttl("t")).await, Ttl::NoExpiry);
}

async fn all_callers_get_the_same_value<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let values: Vec<usize> = thread::scope(|scope| {
        let load = |n| S::block_on(async { S::go(cache.get_or_set("k", Load(|| n))).await.unwrap() });
        let callers: Vec<_> = (0..4).map(|n| scope.spawn(move || load(n))).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    let stored = case.ok(cache.get::<usize>("k")).await.unwrap();
    assert_eq!(values, [stored; 4]);
}

async fn callers_at_the_same_time_load_once<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, start, loads) = (case.cache(), Barrier::new(100), AtomicUsize::new(0));
    let load = || {
        S::block_on(async {
            start.wait();
            S::go(cache.get_or_set("k", Load(|| loads.fetch_add(1, Ordering::Relaxed)))).await.unwrap()
        })
    };
    let values: Vec<usize> = thread::scope(|scope| {
        let callers: Vec<_> = (0..100).map(|_| scope.spawn(load)).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert_eq!((values, loads.into_inner()), (vec![0; 100], 1));
}

async fn versions_are_loaded_apart<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    // Neither load ends before the other has begun.
    let (cache, both) = (case.cache(), Barrier::new(2));
    let load = &|version| {
        let load = Load(|| {
            both.wait();
            version
        });
        S::block_on(async { S::go(cache.get_or_set("k", load).version(version)).await.unwrap() })
    };
    let values = thread::scope(|scope| [1, 2].map(|n| scope.spawn(move || load(n))).map(|load| load.join().unwrap()));
    assert_eq!(values, [1, 2]);
}

async fn a_value_that_cannot_be_read_is_an_error<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", "text")).await;
    case.fails(cache.get_or_set("k", Load(|| 5)), ErrorKind::Decode).await;
    assert_eq!(case.ok(cache.get::<String>("k")).await.as_deref(), Some("text"));
    case.ok(cache.rpush("list", [1])).await;
    case.fails(cache.get_or_set("list", Load(|| 5)), ErrorKind::WrongType).await;
}
