//! A server that is killed and comes back.

use std::thread;
use std::time::Duration;

use redis::Value;
use valkey_cache::ErrorKind;
use valkey_cache_tests::{Proxy, Server, eventually};

use super::{DEADLINE, Open, assert_fails, both_styles, patient};

both_styles!(
    a_restarted_server_is_met_by_the_first_call,
    a_restart_is_noticed_by_every_idle_connection,
    a_count_is_never_doubled,
    many_callers_meet_a_restarted_server,
    a_dead_server_is_not_stormed,
);

fn a_restarted_server_is_met_by_the_first_call(open: Open) {
    // Nobody waits for the timeout: between two attempts to connect there is at most a tenth of a second.
    const SOON: Duration = Duration::from_secs(1);
    let server = Server::start();
    let cache = open(&patient(server.url()));
    // Several times, with calls in between: what a failure leaves behind must not reach the next life.
    for life in 0..3 {
        assert!(cache.set("key", "value").unwrap());
        assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
        server.kill();
        for _ in 0..4 * life {
            let error = assert_fails(ErrorKind::Connection, SOON, || cache.get("key"));
            assert!(error.to_string().contains(&server.addr().to_string()), "{error}");
            assert_fails(ErrorKind::Connection, SOON, || cache.incr("count"));
        }
        server.restart();
        assert_eq!(cache.get("key").unwrap(), None, "the server came back empty");
    }
}

fn a_restart_is_noticed_by_every_idle_connection(open: Open) {
    const CONNECTIONS: u32 = 8;
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&patient(proxy.url()).max_connections(CONNECTIONS).connections(CONNECTIONS as usize));
    server.pause();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| cache.get("key").unwrap());
        }
        // Each caller waits with a connection of its own.
        eventually(DEADLINE, || proxy.accepted() >= CONNECTIONS.into());
        server.resume();
    });
    server.restart();
    for _ in 0..2 * CONNECTIONS {
        cache.get("key").unwrap();
    }
    server.restart();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| cache.get("key").unwrap());
        }
    });
}

/// The server counts what reached it; the cache counts what it was told. What was told twice would show.
fn a_count_is_never_doubled(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&patient(proxy.url()));
    server.command(&["SET", "fault:1:count", "0"]).unwrap();
    let (mut calls, mut counted) = (0, 0);
    for round in 0..60 {
        match round % 3 {
            0 => proxy.cut(),
            1 => proxy.reset(),
            _ => {}
        }
        calls += 1;
        match cache.incr("count") {
            Ok(now) => {
                assert!(now <= calls, "{now} after {calls} calls");
                counted += 1;
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Connection, "{error:?}"),
        }
    }
    let Value::BulkString(text) = server.command(&["GET", "fault:1:count"]).unwrap() else { panic!("no number") };
    let stored = String::from_utf8(text).unwrap().parse::<i64>().unwrap();
    assert!((counted..=calls).contains(&stored), "{counted} answers, {stored} stored, {calls} calls");
    // The connection broke before the call, each time: nothing was lost on the way, and the call is not repeated.
    assert!(counted >= 20, "{counted} of 60 counted");
}

fn many_callers_meet_a_restarted_server(open: Open) {
    let server = Server::start();
    let cache = open(&patient(server.url()));
    cache.set("key", "value").unwrap();
    server.kill();
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                for _ in 0..3 {
                    assert_fails(ErrorKind::Connection, DEADLINE / 2, || cache.get("key"));
                }
            });
        }
    });
    server.restart();
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| cache.get("key").unwrap());
        }
    });
}

/// Callers of an async cache share the attempts to connect; those of a blocking one hold a place in the pool.
fn a_dead_server_is_not_stormed(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&patient(proxy.url()).max_connections(4));
    cache.set("key", "value").unwrap();
    server.kill();
    let before = proxy.accepted();
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| cache.get("key").unwrap_err());
        }
    });
    let attempts = proxy.accepted() - before;
    // 32 calls, each repeated once at most.
    assert!(attempts <= 64, "{attempts} attempts for 32 calls");
}
