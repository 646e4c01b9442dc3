//! Pools: how many connections there are, and who shares them.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;
use valkey_cache_tests::{Proxy, Server};

use super::face::{BlockingCache, open_async, open_blocking};
use super::{DEADLINE, LIMIT, Open, assert_fails, both_styles, config, patient};

both_styles!(threads_that_open_at_once_share_a_pool, other_options_make_another_pool);

/// Opens a cache on 16 threads at once and uses them one after the other: one connection is enough for that.
fn threads_that_open_at_once_share_a_pool(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let barrier = Barrier::new(16);
    let caches = thread::scope(|scope| {
        let open = || {
            barrier.wait();
            open(&patient(proxy.url()).key_prefix("another").timeout(Duration::from_secs(9)))
        };
        let threads = [(); 16].map(|()| scope.spawn(open));
        threads.map(|thread| thread.join().unwrap())
    });
    assert_eq!(proxy.accepted(), 0, "opening connects to nothing");
    for cache in &caches {
        cache.set("key", "value").unwrap();
    }
    // The first connection belongs to a runtime that lives as long as its cache.
    assert_eq!(proxy.accepted(), 1);
}

fn other_options_make_another_pool(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let configs = [
        patient(proxy.url()),
        patient(proxy.url()).socket_timeout(DEADLINE * 2),
        patient(proxy.url()).client_name("other"),
        patient(proxy.url_db(1)),
    ];
    for (count, config) in (1..).zip(&configs) {
        open(config).set("key", "value").unwrap();
        assert_eq!(proxy.accepted(), count);
    }
}

#[test]
fn both_styles_live_in_one_process() {
    let server = Server::start();
    let (blocking, awaited) = (open_blocking(&patient(server.url())), open_async(&patient(server.url())));
    blocking.set("key", "from a blocking cache").unwrap();
    assert_eq!(awaited.get("key").unwrap().as_deref(), Some("from a blocking cache"));
    awaited.set("key", "from an async cache").unwrap();
    assert_eq!(blocking.get("key").unwrap().as_deref(), Some("from an async cache"));
}

#[test]
fn a_blocking_pool_never_grows_beyond_its_limit() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open_blocking(&patient(proxy.url()).max_connections(2));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..100).for_each(|_| assert_eq!(cache.get("key").unwrap(), None)));
        }
    });
    assert!(proxy.accepted() <= 2, "{}", proxy.accepted());
}

#[test]
fn an_exhausted_pool_names_its_option() {
    let server = Server::start();
    let cache = BlockingCache::from_config(&config(server.url()).max_connections(2)).unwrap();
    // Raw connections, held as long as the test wants: what a slow server does to callers.
    let held =
        [(); 2].map(|()| cache.get_valkey_connection(valkey_cache::operation::Access::Read, None).run().unwrap());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let error = assert_fails(ErrorKind::Timeout, LIMIT, || cache.get::<String>("key").run());
                assert!(error.to_string().contains("max_connections"), "{error}");
                assert!(error.to_string().contains('2'), "{error}");
            });
        }
    });
    drop(held);
    assert_eq!(cache.get::<String>("key").run().unwrap(), None);
}

/// Two threads wait for the server and six for the pool; all give up in time, and the pool is whole again.
#[test]
fn a_paused_server_exhausts_a_pool_only_while_it_lasts() {
    let server = Server::start();
    let cache = BlockingCache::from_config(&config(server.url()).max_connections(2)).unwrap();
    cache.set("key", "value").run().unwrap();
    server.pause();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_fails(ErrorKind::Timeout, LIMIT, || cache.get::<String>("key").run()));
        }
    });
    server.resume();
    assert_eq!(cache.get::<String>("key").run().unwrap().as_deref(), Some("value"));
}
