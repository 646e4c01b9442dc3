//! A network that swallows: connections stay open, and nobody answers.

use std::thread;
use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::operation::Access;
use valkey_cache::prelude::*;
use valkey_cache_tests::{Proxy, Server, eventually};

use super::face::BlockingCache;
use super::{DEADLINE, LIMIT, Open, assert_fails, both_styles, config};

/// After so many timeouts at most a swallowed connection is replaced.
const TIMEOUTS: usize = 3;

both_styles!(a_swallowed_connection_is_replaced, a_black_hole_ends_with_it, a_swallowed_count_is_not_doubled);

fn a_swallowed_connection_is_replaced(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&config(proxy.url()));
    for _ in 0..2 {
        cache.set("key", "value").unwrap();
        let before = proxy.accepted();
        proxy.swallow_existing();
        let mut timeouts = 0;
        let value = loop {
            match cache.get("key") {
                Ok(value) => break value,
                Err(error) => assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}"),
            }
            timeouts += 1;
            assert!(timeouts <= TIMEOUTS, "still swallowed after {timeouts} timeouts");
        };
        assert_eq!(value.as_deref(), Some("value"));
        assert!(proxy.accepted() > before);
    }
}

fn a_black_hole_ends_with_it(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&config(proxy.url()));
    cache.set("key", "value").unwrap();
    proxy.black_hole();
    for _ in 0..4 {
        assert_fails(ErrorKind::Timeout, LIMIT, || cache.get("key"));
    }
    proxy.pass();
    assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"), "the first call after it");
}

fn a_swallowed_count_is_not_doubled(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&config(proxy.url()));
    server.command(&["SET", "fault:1:count", "0"]).unwrap();
    assert_eq!(cache.incr("count").unwrap(), 1);
    proxy.swallow_existing();
    assert_fails(ErrorKind::Timeout, LIMIT, || cache.incr("count"));
    let next = (0..TIMEOUTS).find_map(|_| cache.incr("count").ok());
    assert_eq!(next, Some(2), "what timed out did not reach the server, and was not sent again");
}

/// The release that follows, since the lock may be held all the same, is not waited for.
#[test]
fn a_blocking_lock_waits_once() {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = BlockingCache::from_config(&config(proxy.url())).unwrap();
    let guard = cache.get_lock("held").acquire().run().unwrap().unwrap();
    proxy.black_hole();
    assert_fails(ErrorKind::Timeout, LIMIT, || cache.get_lock("lock").acquire().run());
    assert_fails(ErrorKind::Timeout, LIMIT, || cache.get_lock("lock").with(|| ()).run());
    assert_fails(ErrorKind::Timeout, LIMIT, || guard.release().run());
    proxy.pass();
    eventually(DEADLINE, || cache.get_lock("lock").blocking_timeout(Duration::ZERO).acquire().run().unwrap().is_some());
}

/// What one caller finds out about the network holds for all connections of the pool.
#[test]
fn a_swallowed_pool_costs_one_timeout() {
    const CONNECTIONS: usize = 4;
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = BlockingCache::from_config(&config(proxy.url())).unwrap();
    // It has as many connections as there are callers at the same time.
    eventually(DEADLINE, || {
        thread::scope(|scope| {
            let _calls = [(); 2 * CONNECTIONS].map(|()| scope.spawn(|| cache.get::<String>("key").run().unwrap()));
        });
        proxy.accepted() >= CONNECTIONS as u64
    });
    proxy.swallow_existing();
    assert_fails(ErrorKind::Timeout, LIMIT, || cache.get::<String>("key").run());
    let mut taken = [(); CONNECTIONS].map(|()| cache.get_valkey_connection(Access::Read, None).run().unwrap());
    for connection in &mut taken {
        redis::cmd("PING").exec(&mut **connection).unwrap();
    }
}
