//! The primary changes under load.

use std::thread;
use std::time::Instant;

use valkey_cache_tests::{Node, Sentinels, eventually};

use super::load::{Control, Load};
use super::{DEADLINE, LIMIT, Open, both_styles, count, hasty};

both_styles!(a_failover_by_command, a_killed_primary, a_paused_primary_that_comes_back,);

/// Writes until the new primary has a value: the cache knows it from then on.
fn wait_for_knowledge(cache: &dyn crate::faults::face::Face, new: &Node) {
    eventually(DEADLINE, || {
        let _may_fail = cache.set("probe", "value");
        new.command(&["EXISTS", "sentinel:1:probe"]) == Ok(redis::Value::Int(1))
    });
}

/// Asks a node whether it has become a replica; it breaks connections on the way.
fn is_replica(node: &Node) -> bool {
    let role = node.command(&["ROLE"]).and_then(|role| Ok(redis::from_redis_value::<Vec<redis::Value>>(role)?));
    role.is_ok_and(|role| role[0] == redis::Value::BulkString(b"slave".to_vec()))
}

fn a_failover_by_command(open: Open) {
    let group = Sentinels::start();
    let cache = open(&hasty(&group));
    let old = group.primary();
    let control = Control::default();
    thread::scope(|scope| {
        let load = Load::start(scope, &*cache, &control);
        let new = group.fail_over();
        wait_for_knowledge(&*cache, new);
        let known = Instant::now();
        // For a while the old one still takes itself for the primary; nobody writes to it any more.
        let before = count(old, "set");
        load.wait_for_writes(50);
        assert_eq!(count(old, "set"), before, "nothing is written to the old primary");
        let record = load.end();
        let lost = record.lost(new);
        record.report("failover by command", lost.len());
        assert!(lost.iter().all(|began| *began < known), "nothing is lost that was written afterwards");
        assert!(record.longest <= LIMIT, "{:?}", record.longest);
    });
}

fn a_killed_primary(open: Open) {
    let group = Sentinels::start();
    let cache = open(&hasty(&group));
    let old = group.primary();
    let control = Control::default();
    thread::scope(|scope| {
        let load = Load::start(scope, &*cache, &control);
        let killed = Instant::now();
        old.kill();
        let new = group.wait_for_failover(old);
        load.wait_for_writes(50);
        let record = load.end();
        let lost = record.lost(new);
        record.report("primary killed", lost.len());
        assert!(lost.iter().all(|began| *began < killed), "nothing is lost that was written afterwards");
        assert!(record.longest <= LIMIT, "{:?}", record.longest);
    });
}

fn a_paused_primary_that_comes_back(open: Open) {
    let group = Sentinels::start();
    let cache = open(&hasty(&group));
    let old = group.primary();
    let control = Control::default();
    thread::scope(|scope| {
        let load = Load::start(scope, &*cache, &control);
        let paused = Instant::now();
        old.pause();
        let new = group.wait_for_failover(old);
        load.wait_for_writes(20);
        // It goes on with what it was sent before; that nobody may count as done.
        old.resume();
        eventually(DEADLINE, || is_replica(old));
        load.wait_for_writes(50);
        let record = load.end();
        let lost = record.lost(new);
        record.report("primary paused", lost.len());
        assert!(lost.iter().all(|began| *began < paused), "nothing is lost that was written afterwards");
        assert!(record.longest <= LIMIT, "{:?}", record.longest);
    });
}
