//! Runtimes that end under a cache, and none at all.

use std::future::{Future, IntoFuture as _};
use std::pin::pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;
use valkey_cache_tests::Server;

use super::face::AsyncCache;
use super::patient;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_static_cache_outlives_its_runtime() {
    static CACHE: OnceLock<AsyncCache> = OnceLock::new();
    // No static: that would never be dropped, and its folder would stay.
    let server = Server::start();
    let cache = CACHE.get_or_init(|| AsyncCache::from_config(&patient(server.url())).unwrap());
    server.command(&["SET", "fault:1:count", "0"]).unwrap();
    for turn in 1..=4 {
        // What must not be sent twice comes first, on even turns.
        runtime().block_on(async {
            if turn % 2 == 0 {
                assert_eq!(cache.incr("count", 1).await.unwrap(), turn);
                assert!(cache.set("key", &turn).await.unwrap());
            } else {
                assert_eq!(cache.get::<i64>("key").await.unwrap(), (turn > 1).then_some(turn - 1));
                assert_eq!(cache.incr("count", 1).await.unwrap(), turn);
            }
        });
    }
}

#[test]
fn a_runtime_that_ends_with_calls_under_way_harms_no_other() {
    let server = Server::start();
    let cache: &'static AsyncCache = Box::leak(Box::new(AsyncCache::from_config(&patient(server.url())).unwrap()));
    for _ in 0..10 {
        let first = runtime();
        first.block_on(async {
            cache.set("key", "value").await.unwrap();
            for _ in 0..10 {
                tokio::spawn(cache.get::<String>("key").into_future());
            }
            tokio::task::yield_now().await;
        });
        drop(first);
        let second = runtime();
        assert_eq!(second.block_on(cache.get::<String>("key").into_future()).unwrap().as_deref(), Some("value"));
    }
}

/// Polls once, on a thread without a runtime.
fn poll_alone<T>(future: impl Future<Output = T>) -> Poll<T> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn without_a_runtime_the_error_says_so() {
    let server = Server::start();
    let cache = AsyncCache::from_config(&patient(server.url())).unwrap();
    let alone = || {
        let Poll::Ready(answer) = poll_alone(cache.get::<String>("key").into_future()) else { panic!("it waits") };
        let error = answer.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:?}");
        assert!(error.to_string().contains("tokio runtime"), "{error}");
    };
    alone();
    // With a connection that another runtime keeps alive it is no different.
    let elsewhere = runtime();
    elsewhere.block_on(cache.get::<String>("key").into_future()).unwrap();
    alone();
    elsewhere.block_on(cache.get::<String>("key").into_future()).unwrap();
}

#[test]
fn the_store_in_this_process_needs_no_runtime() {
    let cache = AsyncCache::open("memory://").unwrap();
    assert!(matches!(poll_alone(cache.set("key", "value").into_future()), Poll::Ready(Ok(true))));
    let Poll::Ready(value) = poll_alone(cache.get::<String>("key").into_future()) else { panic!("it waits") };
    assert_eq!(value.unwrap().as_deref(), Some("value"));

    // Waiting for a lock needs a timer.
    let acquire = || cache.get_lock("lock").blocking_timeout(Duration::from_millis(1)).acquire().into_future();
    let Poll::Ready(Ok(Some(_held))) = poll_alone(acquire()) else { panic!("the lock is free") };
    assert!(matches!(poll_alone(acquire()), Poll::Ready(Ok(None))));
}
