use std::time::Duration;

use redis::Value;
use valkey_cache_tests::{Cluster, Node, eventually};

use super::{Wire, redis_text};

/// In one slot all of them, and the slot.
const KEYS: [&str; 3] = ["{a}1", "{a}2", "{a}3"];
const SLOT: u16 = 15_495;

fn refusal(node: &Node, words: &[&str]) -> String {
    node.command(words).unwrap_err().to_string()
}

#[test]
fn a_cluster_is_whole_when_it_starts() {
    let cluster = Cluster::start();
    assert_eq!(cluster.urls().len(), 6);
    for (index, slot) in [0, 8_191, 16_383].into_iter().enumerate() {
        assert!(cluster.primary_of(slot) == &cluster.nodes()[index]);
        let [replica] = cluster.replicas_of(slot)[..] else { panic!("each primary has one replica") };
        assert!(replica == &cluster.nodes()[index + 3]);
        assert_eq!(replica.info("replication")["master_link_status"], "up");
    }
    assert_eq!(redis_text(&cluster.nodes()[0], &["CLUSTER", "KEYSLOT", KEYS[0]]), SLOT.to_string());
    cluster.primary_of(SLOT).command(&["SET", KEYS[0], "value"]).unwrap();
    let moved = refusal(cluster.primary_of(0), &["GET", KEYS[0]]);
    assert!(moved.contains("Moved"), "{moved}");
    for node in cluster.nodes() {
        assert_eq!(node.info("memory")["maxmemory"], (64 << 20).to_string());
    }
}

#[test]
fn a_killed_primary_is_replaced_and_comes_back_as_a_replica() {
    let cluster = Cluster::builder().node_timeout(Duration::from_millis(900)).start();
    assert_eq!(
        cluster.nodes()[0].command(&["CONFIG", "GET", "cluster-node-timeout"]).unwrap(),
        Value::Array(["cluster-node-timeout", "900"].map(|text| Value::BulkString(text.into())).to_vec())
    );
    let old = cluster.primary_of(SLOT);
    let [replica] = cluster.replicas_of(SLOT)[..] else { panic!("each primary has one replica") };
    old.kill();
    assert!(cluster.wait_for_failover(SLOT, old) == replica);
    replica.command(&["SET", KEYS[0], "value"]).unwrap();

    old.restart();
    cluster.wait_until_whole();
    assert!(cluster.replicas_of(SLOT) == [old]);
}

#[test]
fn a_paused_primary_is_replaced_and_goes_on_as_a_replica() {
    let cluster = Cluster::start();
    let old = cluster.primary_of(SLOT);
    old.pause();
    cluster.wait_for_failover(SLOT, old);
    old.resume();
    cluster.wait_until_whole();
    assert!(cluster.replicas_of(SLOT) == [old]);
}

#[test]
fn a_replica_takes_over_when_asked() {
    let cluster = Cluster::builder().user("alice", "s3cret").start();
    let mut stranger = Wire::to(cluster.nodes()[0].addr());
    stranger.send("PING");
    assert!(stranger.read().unwrap().starts_with("-NOAUTH"));
    let old = cluster.primary_of(SLOT);
    let new = cluster.fail_over(SLOT);
    assert!(new != old);
    cluster.wait_until_whole();
    assert!(cluster.primary_of(SLOT) == new && cluster.replicas_of(SLOT) == [old]);
}

/// A primary that says nothing holds up its replica, which gives up; nobody else takes it for dead.
#[test]
fn a_replica_that_has_given_up_is_asked_again() {
    let cluster = Cluster::builder().node_timeout(Duration::from_secs(60)).start();
    let (old, replica) = (cluster.primary_of(SLOT), cluster.replicas_of(SLOT)[0]);
    replica.command(&["CONFIG", "SET", "cluster-manual-failover-timeout", "500"]).unwrap();
    std::thread::scope(|scope| {
        old.pause();
        let failover = scope.spawn(|| cluster.fail_over(SLOT));
        eventually(Duration::from_secs(30), || replica.log().contains("Manual failover timed out"));
        old.resume();
        assert!(failover.join().unwrap() == replica);
    });
}

#[test]
fn a_slot_on_the_move_has_keys_on_both_sides() {
    let cluster = Cluster::builder().replicas(0).password("s3cret").start();
    let (from, to) = (cluster.primary_of(SLOT), cluster.primary_of(0));
    for key in KEYS {
        from.command(&["SET", key, "value"]).unwrap();
    }
    let on_the_move = cluster.begin_move(SLOT, to);
    assert!(on_the_move.from() == from && on_the_move.to() == to);
    assert_eq!(on_the_move.move_keys(1), 1);
    assert_eq!(to.command(&["DBSIZE"]).unwrap(), Value::Int(1));
    // Which of them has moved is the server's choice.
    let asks =
        KEYS.iter().filter(|key| from.command(&["GET", key]).is_err_and(|error| error.to_string().contains("Ask")));
    assert_eq!(asks.count(), 1);
    assert!(cluster.primary_of(SLOT) == from);

    on_the_move.finish();
    assert!(cluster.primary_of(SLOT) == to);
    assert_eq!(from.command(&["DBSIZE"]).unwrap(), Value::Int(0));
    for key in KEYS {
        assert_eq!(redis_text(to, &["GET", key]), "value");
        assert!(refusal(from, &["GET", key]).contains("Moved"));
    }
}

#[test]
fn slots_move_with_their_replicas_looking_on() {
    let cluster = Cluster::start();
    let to = cluster.primary_of(0);
    cluster.primary_of(SLOT).command(&["SET", KEYS[0], "value"]).unwrap();
    cluster.move_slots(SLOT - 1..=SLOT + 1, to);
    for slot in SLOT - 1..=SLOT + 1 {
        assert!(cluster.primary_of(slot) == to);
    }
    assert!(cluster.primary_of(SLOT - 2) != to && cluster.primary_of(SLOT + 2) != to);
    assert_eq!(redis_text(to, &["GET", KEYS[0]]), "value");
    cluster.wait_until_whole();
}

#[test]
fn clients_are_sent_to_the_proxies() {
    let cluster = Cluster::builder().proxies().start();
    let owner = cluster.primary_of(SLOT);
    let announced = owner.announced();
    assert_eq!(announced, owner.proxy().addr());
    assert!(cluster.urls().contains(&format!("valkey://{announced}/0")));
    let mut other = Wire::to(cluster.primary_of(0).addr());
    other.send(&format!("GET {}", KEYS[0]));
    assert_eq!(other.read().unwrap(), format!("-MOVED {SLOT} {announced}\r\n"));

    owner.proxy().black_hole();
    Wire::to(announced).assert_silent();
    // The other nodes reach it by another way.
    assert!(cluster.primary_of(SLOT) == owner);
    owner.proxy().pass();
    Wire::to(announced).assert_alive();
}
