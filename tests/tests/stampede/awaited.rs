use std::future::IntoFuture as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Barrier, watch};
use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;

use super::places;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct StampedeAwaitedCache;

const TASKS: usize = 1000;

fn caches() -> impl Iterator<Item = Arc<StampedeAwaitedCache>> {
    places().into_iter().map(|place| Arc::new(StampedeAwaitedCache::from_config(&place).unwrap()))
}

/// All tasks are under way before the load ends: some wait, some have not yet got the server's answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_tasks_load_once() {
    for cache in caches() {
        let (loads, (started, all_started)) = (Arc::new(AtomicUsize::new(0)), watch::channel(0));
        let tasks = (0..TASKS).map(|_| {
            let (cache, loads) = (Arc::clone(&cache), Arc::clone(&loads));
            let (started, mut all_started) = (started.clone(), all_started.clone());
            tokio::spawn(async move {
                started.send_modify(|tasks| *tasks += 1);
                let load = async || {
                    loads.fetch_add(1, Ordering::Relaxed);
                    all_started.wait_for(|tasks| *tasks == TASKS).await.unwrap();
                    "loaded".to_owned()
                };
                cache.get_or_set("key", load).await.unwrap()
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            assert_eq!(task.await.unwrap(), "loaded");
        }
        assert_eq!(loads.load(Ordering::Relaxed), 1);
    }
}

/// Whoever loads goes before the load ends, again and again; the last one that is left gets the value.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_cancelled_another_takes_over() {
    for cache in caches() {
        let (leading, mut leader) = watch::channel(None);
        let mut tasks = Vec::new();
        for number in 0..10 {
            let (cache, leading) = (Arc::clone(&cache), leading.clone());
            tasks.push(tokio::spawn(async move {
                let load = async || {
                    leading.send_replace(Some(number));
                    std::future::pending::<i32>().await
                };
                cache.get_or_set("key", load).await
            }));
        }
        for _ in 0..10 {
            leader.changed().await.unwrap();
            let number: usize = leader.borrow_and_update().unwrap();
            tasks[number].abort();
        }
        for task in tasks {
            assert!(task.await.unwrap_err().is_cancelled());
        }
        assert_eq!(cache.get_or_set("key", async || 5).await.unwrap(), 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loaders_that_wait_for_each_other_are_told() {
    for cache in caches() {
        let both = Arc::new(Barrier::new(2));
        let tasks = [("a", "b"), ("b", "a")].map(|(own, others)| {
            let (cache, both) = (Arc::clone(&cache), Arc::clone(&both));
            tokio::spawn(async move {
                let mut told = false;
                let load = async || {
                    both.wait().await;
                    match cache.get_or_set(others, async || 0).await {
                        Ok(value) => value + 1,
                        Err(error) => {
                            assert_eq!(error.kind(), ErrorKind::Load);
                            told = true;
                            1
                        }
                    }
                };
                (cache.get_or_set(own, load).await.unwrap(), told)
            })
        });
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        answers.sort();
        assert_eq!(answers, [(1, true), (2, false)]);
    }
}

/// The thread that polls may be any; a task in the same loader is one of its own.
#[tokio::test]
async fn calls_beside_each_other_in_a_loader_share_too() {
    for cache in caches() {
        let inner = || {
            cache.get_or_set("inner", async || {
                tokio::task::yield_now().await;
                2
            })
        };
        let outer = async || {
            let (one, other) = tokio::join!(inner().into_future(), inner().into_future());
            one.unwrap() + other.unwrap()
        };
        assert_eq!(cache.get_or_set("outer", outer).await.unwrap(), 4);
    }
}
