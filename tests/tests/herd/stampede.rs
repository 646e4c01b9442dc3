//! Many callers of one key whose timeout has passed, at the same time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;

use tokio::sync::watch;
use valkey_cache::CacheConfig;
use valkey_cache::config::ServerUrl;
use valkey_cache::prelude::*;
use valkey_cache_tests::{Namespace, fresh_prefix};

use super::{AwaitedHerd, Draw, RunHerd, Steering};

const TASKS: usize = 1000;
const THREADS: usize = 100;

/// A server and the store in this process, at a time when `key` is to be renewed by whoever reads it.
fn places() -> impl Iterator<Item = CacheConfig> {
    let urls = [Namespace::new().url(), format!("memory://{}", fresh_prefix())];
    urls.into_iter().map(|url| {
        let place = CacheConfig::new().location(url.as_str());
        RunHerd::from_config(&place).unwrap().set("key", "old").timeout(super::scene::MINUTE).run().unwrap();
        let steering = Steering::of(&ServerUrl::parse(&url).unwrap());
        steering.at(60);
        steering.draws(Draw::Highest);
        place
    })
}

fn awaited() -> impl Iterator<Item = Arc<AwaitedHerd>> {
    places().map(|place| Arc::new(AwaitedHerd::from_config(&place).unwrap()))
}

fn run() -> impl Iterator<Item = RunHerd> {
    places().map(|place| RunHerd::from_config(&place).unwrap())
}

fn somebody_loads() -> String {
    panic!("somebody loads already")
}

/// The load ends when all others have their answer: they get the old value meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_thousand_tasks_one_loads_and_nobody_waits() {
    for cache in awaited() {
        let (loads, (answered, answers)) = (Arc::new(AtomicUsize::new(0)), watch::channel(0));
        let tasks = (0..TASKS).map(|_| {
            let (cache, loads) = (Arc::clone(&cache), Arc::clone(&loads));
            let (answered, mut answers) = (answered.clone(), answers.clone());
            tokio::spawn(async move {
                let load = async || {
                    loads.fetch_add(1, Ordering::Relaxed);
                    answers.wait_for(|answered| *answered == TASKS - 1).await.unwrap();
                    "new".to_owned()
                };
                let value = cache.get_or_set("key", load).await.unwrap();
                answered.send_modify(|answered| *answered += 1);
                value
            })
        });
        let mut values = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            values.push(task.await.unwrap());
        }
        assert_eq!(values.iter().filter(|value| *value == "new").count(), 1);
        assert_eq!(values.iter().filter(|value| *value == "old").count(), TASKS - 1);
        assert_eq!(loads.load(Ordering::Relaxed), 1);
        assert_eq!(cache.get::<String>("key").await.unwrap().as_deref(), Some("new"));
    }
}

/// The load ends at once: who asked before that, and comes to it after, finds the new value.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_load_that_has_just_ended_is_enough() {
    for cache in awaited() {
        let loads = Arc::new(AtomicUsize::new(0));
        let tasks = (0..TASKS).map(|_| {
            let (cache, loads) = (Arc::clone(&cache), Arc::clone(&loads));
            tokio::spawn(async move {
                let load = async || {
                    loads.fetch_add(1, Ordering::Relaxed);
                    "new".to_owned()
                };
                cache.get_or_set("key", load).await.unwrap()
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            let value = task.await.unwrap();
            assert!(value == "new" || value == "old");
        }
        assert_eq!(loads.load(Ordering::Relaxed), 1);
    }
}

/// Whoever loads goes before the load ends; the next one who is told to renews the value.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancelled_load_is_forgotten() {
    for cache in awaited() {
        for _ in 0..10 {
            let (loading, mut is_loading) = watch::channel(false);
            let task = tokio::spawn({
                let cache = Arc::clone(&cache);
                async move {
                    let load = async || {
                        loading.send_replace(true);
                        std::future::pending::<String>().await
                    };
                    cache.get_or_set("key", load).await
                }
            });
            is_loading.wait_for(|is_loading| *is_loading).await.unwrap();
            assert_eq!(cache.get_or_set("key", async || somebody_loads()).await.unwrap(), "old");
            task.abort();
            assert!(task.await.unwrap_err().is_cancelled());
        }
        assert_eq!(cache.get_or_set("key", async || "new".to_owned()).await.unwrap(), "new");
    }
}

#[test]
fn of_a_hundred_threads_one_loads_and_nobody_waits() {
    for cache in run() {
        let loads = AtomicUsize::new(0);
        let (answered, answers) = mpsc::channel();
        // Whoever loads takes it.
        let answers = Mutex::new(answers);
        let look_up = || {
            let load = || {
                loads.fetch_add(1, Ordering::Relaxed);
                assert_eq!(answers.lock().unwrap().iter().take(THREADS - 1).count(), THREADS - 1);
                "new".to_owned()
            };
            let value = cache.get_or_set("key", load).run().unwrap();
            answered.send(()).unwrap();
            value
        };
        let values = thread::scope(|scope| {
            let threads = [(); THREADS].map(|()| scope.spawn(look_up));
            threads.map(|thread| thread.join().unwrap())
        });
        assert_eq!(values.iter().filter(|value| *value == "new").count(), 1);
        assert_eq!(values.iter().filter(|value| *value == "old").count(), THREADS - 1);
        assert_eq!(loads.into_inner(), 1);
    }
}

#[test]
fn a_panic_or_an_error_is_the_loader_s_own() {
    for cache in run() {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            let panics = scope.spawn(|| {
                let load = || -> String {
                    barrier.wait();
                    barrier.wait();
                    panic!("the loader fails")
                };
                catch_unwind(AssertUnwindSafe(|| cache.get_or_set("key", load).run())).unwrap_err()
            });
            barrier.wait();
            assert_eq!(cache.get_or_set("key", somebody_loads).run().unwrap(), "old");
            barrier.wait();
            assert_eq!(panics.join().unwrap().downcast_ref(), Some(&"the loader fails"));
        });
        let failed = || Err::<String, _>("no");
        assert_eq!(cache.get_or_try_set("key", failed).run().unwrap(), Err("no"));
        assert_eq!(cache.get_or_set("key", || "new".to_owned()).run().unwrap(), "new");
    }
}

/// It is served the old value, and need not be told that it would wait for itself.
#[test]
fn a_loader_may_ask_for_its_own_key() {
    for cache in run() {
        let load = || cache.get_or_set("key", somebody_loads).run().unwrap() + " and new";
        assert_eq!(cache.get_or_set("key", load).run().unwrap(), "old and new");
    }
}
