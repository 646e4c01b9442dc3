use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, mpsc};
use std::thread;

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;

use super::places;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct StampedeRunCache;

const THREADS: usize = 100;

fn caches() -> impl Iterator<Item = StampedeRunCache> {
    places().into_iter().map(|place| StampedeRunCache::from_config(&place).unwrap())
}

/// All threads are under way before the load ends.
#[test]
fn a_hundred_threads_load_once() {
    for cache in caches() {
        let loads = AtomicUsize::new(0);
        let (started, all_started) = mpsc::channel();
        // Whoever loads takes it.
        let all_started = std::sync::Mutex::new(all_started);
        let look_up = || {
            started.send(()).unwrap();
            let load = || {
                loads.fetch_add(1, Ordering::Relaxed);
                assert_eq!(all_started.lock().unwrap().iter().take(THREADS).count(), THREADS);
                "loaded".to_owned()
            };
            cache.get_or_set("key", load).run().unwrap()
        };
        thread::scope(|scope| {
            let threads = [(); THREADS].map(|()| scope.spawn(look_up));
            assert!(threads.into_iter().all(|thread| thread.join().unwrap() == "loaded"));
        });
        assert_eq!(loads.into_inner(), 1);
    }
}

/// Of the threads that come while the loader runs, those that wait get an error, and the others load themselves.
#[test]
fn a_panic_keeps_nobody_waiting() {
    for cache in caches() {
        let (loading, others) = (Barrier::new(2), Barrier::new(THREADS + 1));
        thread::scope(|scope| {
            let panics = scope.spawn(|| {
                let load = || -> usize {
                    loading.wait();
                    others.wait();
                    panic!("the loader fails")
                };
                catch_unwind(AssertUnwindSafe(|| cache.get_or_set("key", load).run())).unwrap_err()
            });
            loading.wait();
            let others = [(); THREADS].map(|()| {
                scope.spawn(|| {
                    others.wait();
                    cache.get_or_set("key", || 5).run()
                })
            });
            assert_eq!(panics.join().unwrap().downcast_ref(), Some(&"the loader fails"));
            for other in others {
                match other.join().unwrap() {
                    Ok(value) => assert_eq!(value, 5),
                    Err(error) => assert_eq!(error.kind(), ErrorKind::Load),
                }
            }
        });
        assert_eq!(cache.get_or_set("key", || 5).run().unwrap(), 5);
    }
}

#[test]
fn a_loader_may_load_another_key_but_not_its_own() {
    for cache in caches() {
        let inner = || {
            let error = cache.get_or_set("key", || 0).run().unwrap_err();
            assert_eq!((error.kind(), error.key()), (ErrorKind::Load, Some(":1:key")));
            4
        };
        let outer = || cache.get_or_set("inner", inner).run().unwrap() + 1;
        assert_eq!(cache.get_or_set("key", outer).run().unwrap(), 5);
    }
}

#[test]
fn loaders_that_wait_for_each_other_are_told() {
    for cache in caches() {
        let both = Barrier::new(2);
        let look_up = &|own, others| {
            let mut told = false;
            let load = || {
                both.wait();
                match cache.get_or_set(others, || 0).run() {
                    Ok(value) => value + 1,
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Load);
                        told = true;
                        1
                    }
                }
            };
            (cache.get_or_set(own, load).run().unwrap(), told)
        };
        let mut answers = thread::scope(|scope| {
            let pair = [("a", "b"), ("b", "a")].map(|(own, others)| scope.spawn(move || look_up(own, others)));
            pair.map(|thread| thread.join().unwrap())
        });
        answers.sort();
        assert_eq!(answers, [(1, true), (2, false)]);
    }
}
