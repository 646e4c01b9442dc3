//! What a cache knows of its service, and from whom.

use std::net::TcpListener;

use valkey_cache::ErrorKind;
use valkey_cache_tests::{Sentinels, Server, eventually};

use super::{DEADLINE, LIMIT, Open, TIMEOUT, at, both_styles, count, hasty, patient};
use crate::faults::timed;

both_styles!(
    sentinels_that_are_gone_hold_nobody_up,
    a_cache_goes_on_without_sentinels,
    a_cache_finds_sentinels_that_come_later,
    silent_sentinels_keep_nobody_waiting,
    old_news_do_not_count,
    equal_caches_listen_together_and_stop_in_the_end,
);

fn sentinels_that_are_gone_hold_nobody_up(open: Open) {
    let group = Sentinels::start();
    let [killed, paused, _] = group.sentinels() else { panic!("there are three sentinels") };
    killed.kill();
    paused.pause();
    let cache = open(&hasty(&group));
    let (stored, took) = timed(|| cache.set("text", "stored"));
    assert!(stored.unwrap());
    assert!(took <= LIMIT / 2, "{took:?}");
    group.nodes()[0].wait_for_replicas(2);
    let (read, took) = timed(|| cache.get("text"));
    assert_eq!(read.unwrap().as_deref(), Some("stored"));
    assert!(took <= LIMIT, "{took:?}");
}

fn a_cache_goes_on_without_sentinels(open: Open) {
    let group = Sentinels::start();
    let cache = open(&patient(&group));
    assert!(cache.set("text", "stored").unwrap());
    group.sentinels().iter().for_each(Server::kill);
    for _ in 0..20 {
        assert!(cache.set("text", "stored").unwrap());
    }
    // Once they are back they are listened to again: a failover is noticed without an error that gives it away.
    group.sentinels().iter().for_each(Server::restart);
    group.wait_until_whole();
    eventually(DEADLINE, || group.sentinels().iter().all(|sentinel| listeners(sentinel) == 1));
    let old = group.primary();
    let new = group.fail_over();
    eventually(DEADLINE, || cache.set("text", "stored").is_ok() && count(new, "set") > 0);
    let before = count(old, "set");
    assert!(cache.set("text", "stored").unwrap());
    assert_eq!(count(old, "set"), before);
}

fn a_cache_finds_sentinels_that_come_later(open: Open) {
    let group = Sentinels::start();
    group.sentinels().iter().for_each(Server::kill);
    let cache = open(&hasty(&group));
    let (failed, took) = timed(|| cache.set("text", "stored"));
    let error = failed.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    for sentinel in group.sentinels() {
        assert!(error.to_string().contains(&sentinel.addr().to_string()), "{error}");
    }
    assert!(took <= LIMIT, "{took:?}");
    group.sentinels().iter().for_each(Server::restart);
    eventually(DEADLINE, || cache.set("text", "stored").is_ok());
}

fn silent_sentinels_keep_nobody_waiting(open: Open) {
    // They accept connections, and that is all.
    let silent = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let addresses = silent.iter().map(|listener| listener.local_addr().unwrap());
    let cache = open(&at(addresses).socket_timeout(TIMEOUT).socket_connect_timeout(TIMEOUT));
    for _ in 0..3 {
        let (failed, took) = timed(|| cache.set("text", "stored"));
        assert!(failed.unwrap_err().is_transient());
        assert!(took <= LIMIT, "{took:?}");
        let (failed, took) = timed(|| cache.get("text"));
        assert!(failed.unwrap_err().is_transient());
        assert!(took <= LIMIT, "{took:?}");
    }
}

fn old_news_do_not_count(open: Open) {
    let group = Sentinels::start();
    let cache = open(&patient(&group));
    assert!(cache.set("text", "stored").unwrap());
    let behind = &group.sentinels()[0];
    behind.pause();
    let old = group.primary();
    let new = group.fail_over();
    eventually(DEADLINE, || cache.set("text", "stored").is_ok() && count(new, "set") > 0);
    let before = count(old, "set");
    // It has not heard of the failover yet, and says so to whoever asks.
    behind.resume();
    eventually(DEADLINE, || {
        assert!(cache.set("text", "stored").unwrap());
        group.sentinels().iter().all(|sentinel| primary_of(sentinel) == primary_of(&group.sentinels()[1]))
    });
    assert!(cache.set("text", "stored").unwrap());
    assert_eq!(count(old, "set"), before, "the old primary got none of the writes");
}

fn primary_of(sentinel: &Server) -> Option<redis::Value> {
    sentinel.command(&["SENTINEL", "GET-PRIMARY-ADDR-BY-NAME", Sentinels::NAME]).ok()
}

fn equal_caches_listen_together_and_stop_in_the_end(open: Open) {
    let group = Sentinels::start();
    let caches = [(); 3].map(|()| open(&patient(&group)));
    for cache in &caches {
        assert!(cache.set("text", "stored").unwrap());
        cache.get("text").unwrap();
    }
    eventually(DEADLINE, || group.sentinels().iter().all(|sentinel| listeners(sentinel) == 1));
    drop(caches);
    eventually(DEADLINE, || group.sentinels().iter().all(|sentinel| listeners(sentinel) == 0));
}

/// Counts who hears of failovers.
fn listeners(sentinel: &Server) -> usize {
    let answer = sentinel.command(&["CLIENT", "LIST"]).expect("the sentinel answers");
    let clients: String = redis::from_redis_value(answer).expect("a line for each client");
    clients.lines().filter(|client| !client.contains(" sub=0 ")).count()
}
