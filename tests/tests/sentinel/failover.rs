//! The primary changes under load. What comes of a primary that is killed or silent, [`faults::loaded`](crate::faults) has.

use std::time::Instant;

use redis::Value;
use valkey_cache_tests::load::{Face, Load};
use valkey_cache_tests::{Node, Sentinels, eventually};

use super::{DEADLINE, LIMIT, Open, both_styles, count, hasty};

both_styles!(nobody_writes_to_the_old_primary_once_the_new_one_is_known);

/// Writes until the new primary has a value: the cache knows it from then on.
fn wait_for_knowledge(cache: &dyn Face, new: &Node) {
    eventually(DEADLINE, || {
        let _may_fail = cache.set("probe", "value");
        new.command(&["EXISTS", "sentinel:1:probe"]) == Ok(redis::Value::Int(1))
    });
}

fn nobody_writes_to_the_old_primary_once_the_new_one_is_known(open: Open) {
    let group = Sentinels::start();
    let cache = open(&hasty(&group));
    let old = group.primary();
    let load = Load::start(cache.clone());
    let new = group.fail_over();
    wait_for_knowledge(&*cache, new);
    let known = Instant::now();
    // For a while the old one still takes itself for the primary.
    let before = count(old, "set");
    load.wait_for_writes(50);
    assert_eq!(count(old, "set"), before, "nothing is written to the old primary");
    let record = load.end();
    let lost = record.lost(|key| match new.command(&["GET", &format!("sentinel:1:{key}")]) {
        Ok(Value::BulkString(value)) => Some(String::from_utf8(value).expect("a value is a text")),
        nothing => nothing.map(|_| None).expect("the new primary answers"),
    });
    assert!(lost.iter().all(|began| *began < known), "nothing is lost that was written afterwards");
    assert!(record.longest <= LIMIT, "{:?}", record.longest);
    assert!(record.wrong.is_empty(), "{:?}", record.wrong);
}
