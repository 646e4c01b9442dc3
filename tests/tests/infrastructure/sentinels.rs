use std::collections::HashMap;
use std::time::Duration;

use redis::Value;
use valkey_cache_tests::{Sentinels, Server};

use super::{Wire, redis_text};

fn role(server: &Server) -> String {
    server.info("replication")["role"].clone()
}

#[test]
fn a_group_is_whole_when_it_starts() {
    let group = Sentinels::start();
    assert!(group.primary() == &group.nodes()[0]);
    assert_eq!(role(group.primary()), "master");
    assert_eq!(group.replicas().len(), 2);
    assert_eq!(group.urls().len(), 3);
    group.primary().command(&["SET", "key", "value"]).unwrap();
    group.primary().wait_for_replicas(2);
    for replica in group.replicas() {
        assert_eq!(redis_text(replica, &["GET", "key"]), "value");
    }
    for node in group.nodes() {
        assert_eq!(node.announced(), node.addr());
        assert_eq!(node.info("memory")["maxmemory"], (64 << 20).to_string());
    }
}

#[test]
fn a_killed_primary_is_replaced_and_comes_back_as_a_replica() {
    let group = Sentinels::start();
    let old = group.primary();
    old.kill();
    assert!(!old.is_running());
    let new = group.wait_for_failover(old);
    assert!(new != old && new == group.primary());
    new.command(&["SET", "key", "value"]).unwrap();

    old.restart();
    group.wait_until_whole();
    assert_eq!(role(old), "slave");
    assert_eq!(redis_text(old, &["GET", "key"]), "value");

    // It has written down what it became.
    old.restart();
    assert_eq!(role(old), "slave");
    group.wait_until_whole();
}

#[test]
fn a_paused_primary_is_replaced_and_goes_on_as_a_replica() {
    let group = Sentinels::start();
    let old = group.primary();
    old.pause();
    group.wait_for_failover(old);
    old.resume();
    group.wait_until_whole();
    assert_eq!(role(old), "slave");
}

#[test]
fn two_sentinels_of_three_are_enough_and_the_third_catches_up() {
    let group = Sentinels::start();
    let (first, absent) = (group.primary(), &group.sentinels()[2]);
    absent.kill();
    let second = group.fail_over();
    assert!(second != first);
    // It has slept through the failover, and hears of it from the others.
    absent.restart();
    group.wait_until_whole();
    assert!(group.primary() == second);
}

#[test]
fn users_of_nodes_and_of_sentinels_differ() {
    let group = Sentinels::builder()
        .replicas(1)
        .node_user("alice", "n0de")
        .sentinel_user("bob", "w4tch")
        .down_after(Duration::from_millis(900))
        .failover_timeout(Duration::from_millis(2500))
        .start();
    let [primary, replica] = group.nodes() else { panic!("one primary and one replica were asked for") };
    let sentinel = &group.sentinels()[0];
    assert_eq!(primary.announced_url(), format!("valkey://alice:n0de@{}/0", primary.addr()));
    assert_eq!(group.urls()[0], format!("valkey://bob:w4tch@{}/0", sentinel.addr()));
    for server in [&**primary, &**replica, sentinel] {
        let mut stranger = Wire::to(server.addr());
        stranger.send("PING");
        assert!(stranger.read().unwrap().starts_with("-NOAUTH"));
    }
    let known: HashMap<String, String> =
        redis::from_redis_value(sentinel.command(&["SENTINEL", "PRIMARY", Sentinels::NAME]).unwrap()).unwrap();
    assert_eq!((known["down-after-milliseconds"].as_str(), known["failover-timeout"].as_str()), ("900", "2500"));
    assert!(group.fail_over() == replica);
    group.wait_until_whole();
}

#[test]
fn passwords_alone_will_do() {
    let group = Sentinels::builder().replicas(1).node_password("n0de").sentinel_password("w4tch").start();
    assert_eq!(group.primary().command(&["PING"]).unwrap(), Value::SimpleString("PONG".into()));
    assert_eq!(group.urls()[0], format!("valkey://:w4tch@{}/0", group.sentinels()[0].addr()));
    assert!(group.fail_over() == &group.nodes()[1]);
}

#[test]
fn a_black_hole_before_the_primary_makes_a_failover() {
    let group = Sentinels::builder().proxies().start();
    let old = group.primary();
    assert_eq!(old.proxy().addr(), old.announced());
    assert_ne!(old.addr(), old.announced());
    old.proxy().black_hole();
    let new = group.wait_for_failover(old);
    // The old one runs on, and does not know.
    assert_eq!((role(old).as_str(), role(new).as_str()), ("master", "master"));
    old.proxy().pass();
    group.wait_until_whole();
    assert_eq!(role(old), "slave");
}
