//! Futures that are dropped midway.

use std::future::{Future, IntoFuture as _};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use redis::Value;
use valkey_cache::prelude::*;
use valkey_cache_tests::{Proxy, Server, eventually};

use super::face::AsyncCache;
use super::{DEADLINE, TIMEOUT, config, patient};

const DROPS: usize = 10_000;
const KEYS: usize = 64;

/// Polls a future at most `polls` times, letting the runtime do its work in between, and drops it.
async fn poll_and_drop<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..polls {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return Some(output);
        }
        tokio::task::yield_now().await;
    }
    None
}

/// What is stored under a key says so itself.
fn value(key: usize) -> String {
    format!("value of {key}")
}

/// Begins one of the operations, and drops it wherever it is after a few polls. What does answer must be right.
async fn begin(cache: &AsyncCache, turn: usize) {
    let (number, polls) = (fastrand::usize(..KEYS), fastrand::usize(1..6));
    let (key, expected) = (format!("{number}"), value(number));
    match turn % 6 {
        0 => {
            if let Some(got) = poll_and_drop(polls, cache.get::<String>(&key).into_future()).await {
                assert_eq!(got.unwrap(), Some(expected));
            }
        }
        1 => drop(poll_and_drop(polls, cache.set(&key, &expected).into_future()).await),
        2 => {
            let load = async || {
                tokio::task::yield_now().await;
                value(number)
            };
            if let Some(got) = poll_and_drop(polls, cache.get_or_set(&key, load).into_future()).await {
                assert_eq!(got.unwrap(), expected);
            }
        }
        3 => {
            let batch = cache.batch((cache.get::<String>(&key), cache.set(&key, &expected)));
            if let Some(got) = poll_and_drop(polls, batch.into_future()).await {
                assert_eq!(got.unwrap().0.unwrap(), Some(expected));
            }
        }
        4 => {
            let mut keys = cache.iter_keys("*").itersize(10);
            if let Some(Some(found)) = poll_and_drop(polls, keys.next()).await {
                assert!(found.is_ok(), "{found:?}");
            }
        }
        _ => {
            let lock = cache.get_lock("lock").blocking_timeout(Duration::ZERO);
            drop(poll_and_drop(polls, lock.acquire().into_future()).await);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_futures_mix_up_no_answers() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = Arc::new(AsyncCache::from_config(&patient(proxy.url())).unwrap());
    for number in 0..KEYS {
        cache.set(format!("{number}"), &value(number)).await.unwrap();
    }
    let droppers = (0..8).map(|_| {
        let cache = Arc::clone(&cache);
        tokio::spawn(async move {
            for turn in 0..DROPS / 8 {
                begin(&cache, turn).await;
            }
        })
    });
    for dropper in droppers.collect::<Vec<_>>() {
        dropper.await.unwrap();
    }
    for number in 0..KEYS {
        assert_eq!(cache.get::<String>(format!("{number}")).await.unwrap(), Some(value(number)));
    }
    // The releases of dropped locks went over the same connection, before this.
    assert_eq!(proxy.accepted(), 1, "a dropped future costs no connection");
    tokio::task::spawn_blocking(move || {
        eventually(DEADLINE, || server.command(&["EXISTS", "fault:1:lock"]).unwrap() == Value::Int(0));
    })
    .await
    .unwrap();
}

/// Each lock is dropped at another point of its way. Its release follows on the same connection.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_locks_are_released() {
    let server = Server::start();
    let cache = AsyncCache::from_config(&patient(server.url())).unwrap();
    for turn in 0..500 {
        let lock = cache.get_lock(format!("lock-{turn}"));
        drop(poll_and_drop(turn % 7, lock.acquire().into_future()).await);
    }
    tokio::task::spawn_blocking(move || {
        eventually(DEADLINE, || server.command(&["DBSIZE"]).unwrap() == Value::Int(0));
    })
    .await
    .unwrap();
}

/// Callers that lose patience before the cache's own timeout must not keep a swallowed connection alive for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_futures_reveal_a_swallowed_connection() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = AsyncCache::from_config(&config(proxy.url())).unwrap();
    cache.set("key", "value").await.unwrap();
    proxy.swallow_existing();
    let started = std::time::Instant::now();
    let value = loop {
        assert!(started.elapsed() < TIMEOUT * 4, "the connection stays swallowed");
        let call = cache.get::<String>("key").into_future();
        if let Ok(value) = tokio::time::timeout(TIMEOUT / 10, call).await {
            break value.unwrap();
        }
    };
    assert_eq!(value.as_deref(), Some("value"));
}

/// The one who connects may be dropped; those who wait with it take over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_attempt_to_connect_is_taken_over() {
    let server = Server::start();
    for _ in 0..50 {
        // Another pool each time, which has no connection yet.
        let name = format!("pool-{}", fastrand::u64(..));
        let cache = AsyncCache::from_config(&patient(server.url()).client_name(name)).unwrap();
        let mut first = Box::pin(cache.get::<String>("key").into_future());
        let mut waiting = Box::pin(cache.get::<String>("key").into_future());
        let mut context = Context::from_waker(Waker::noop());
        // A machine that is busy elsewhere may have answered by now, which is no harm.
        if first.as_mut().poll(&mut context).is_pending() && waiting.as_mut().poll(&mut context).is_pending() {
            drop(first);
            assert_eq!(waiting.await.unwrap(), None);
        }
    }
}
