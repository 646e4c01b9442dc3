//! A server that stops where it is, with its connections open, and goes on later.

use std::thread;

use valkey_cache::ErrorKind;
use valkey_cache_tests::Server;

use super::{LIMIT, Open, assert_fails, both_styles, config};

both_styles!(
    one_caller_of_a_paused_server_keeps_its_timeout,
    many_callers_of_a_paused_server_keep_their_timeouts,
    a_batch_and_a_lock_keep_their_timeouts,
);

fn one_caller_of_a_paused_server_keeps_its_timeout(open: Open) {
    let server = Server::start();
    let cache = open(&config(server.url()));
    // Paused before, and longer than, what a connection is given up after.
    for timeouts in [1, 4] {
        cache.set("key", "value").unwrap();
        server.pause();
        for _ in 0..timeouts {
            let error = assert_fails(ErrorKind::Timeout, LIMIT, || cache.get("key"));
            assert!(error.to_string().contains("socket_timeout"), "{error}");
        }
        server.resume();
        assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"), "after {timeouts} timeouts");
    }
}

fn many_callers_of_a_paused_server_keep_their_timeouts(open: Open) {
    let server = Server::start();
    let cache = open(&config(server.url()));
    cache.set("key", "value").unwrap();
    server.pause();
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                for _ in 0..3 {
                    assert_fails(ErrorKind::Timeout, LIMIT, || cache.get("key"));
                }
            });
        }
    });
    server.resume();
    assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
}

fn a_batch_and_a_lock_keep_their_timeouts(open: Open) {
    let server = Server::start();
    let cache = open(&config(server.url()));
    cache.set("key", "value").unwrap();
    server.pause();
    assert_fails(ErrorKind::Timeout, LIMIT, || cache.get_two(["key", "other"]));
    assert_fails(ErrorKind::Timeout, LIMIT, || cache.try_lock("lock"));
    assert_fails(ErrorKind::Timeout, LIMIT, || cache.incr("count"));
    server.resume();
    let [key, other] = cache.get_two(["key", "other"]).unwrap();
    assert_eq!((key.unwrap().as_deref(), other.unwrap()), (Some("value"), None));
}
