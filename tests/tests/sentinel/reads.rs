//! Who serves reads.

use valkey_cache_tests::{Sentinels, Server, eventually};

use super::{DEADLINE, LIMIT, Open, TIMEOUT, both_styles, count, hasty, patient};
use crate::faults::face::Face;
use crate::faults::timed;

both_styles!(
    replicas_serve_reads_and_the_primary_takes_writes,
    a_replica_that_is_gone_fails_no_read,
    without_replicas_the_primary_serves_reads,
    a_paused_replica_fails_no_read,
);

const STORED: Option<&str> = Some("stored");

/// Stores a text, and waits until all replicas have it.
fn store(group: &Sentinels, cache: &dyn Face) {
    assert!(cache.set("text", "stored").unwrap());
    let replicas = group.replicas().len() as u32;
    group.primary().wait_for_replicas(replicas);
}

#[track_caller]
fn read_many(cache: &dyn Face, times: usize) {
    for _ in 0..times {
        assert_eq!(cache.get("text").unwrap().as_deref(), STORED);
    }
}

fn replicas_serve_reads_and_the_primary_takes_writes(open: Open) {
    let group = Sentinels::start();
    let cache = open(&patient(&group));
    store(&group, &*cache);
    read_many(&*cache, 40);
    let [text, nothing] = cache.get_two(["text", "nothing"]).unwrap();
    assert_eq!((text.unwrap().as_deref(), nothing.unwrap()), (STORED, None));
    assert_eq!(cache.incr("count").unwrap_err().kind(), valkey_cache::ErrorKind::KeyMissing);
    let primary = group.primary();
    assert_eq!(count(primary, "get"), 0, "no read of ours reaches the primary");
    let reads: Vec<_> = group.replicas().iter().map(|replica| count(replica, "get")).collect();
    assert!(reads.iter().all(|&reads| reads >= 20), "{reads:?}");
    assert_eq!(reads.iter().sum::<u64>(), 42);
}

fn a_replica_that_is_gone_fails_no_read(open: Open) {
    let group = Sentinels::start();
    let cache = open(&patient(&group));
    store(&group, &*cache);
    read_many(&*cache, 10);
    let [gone, stays] = group.replicas()[..] else { panic!("there are two replicas") };
    gone.kill();
    let before = count(stays, "get");
    read_many(&*cache, 100);
    assert!(count(stays, "get") >= before + 90, "the other one serves them, but for those in between");
    // It comes back, and is found without anybody's help.
    gone.restart();
    group.wait_until_whole();
    eventually(DEADLINE, || {
        read_many(&*cache, 1);
        count(gone, "get") > 0
    });
}

fn without_replicas_the_primary_serves_reads(open: Open) {
    let group = Sentinels::start();
    let cache = open(&patient(&group));
    store(&group, &*cache);
    group.replicas().iter().for_each(|replica| Server::kill(replica));
    read_many(&*cache, 50);
    assert!(count(group.primary(), "get") >= 50);
}

fn a_paused_replica_fails_no_read(open: Open) {
    let group = Sentinels::start();
    drop({
        let cache = open(&patient(&group));
        store(&group, &*cache);
        cache
    });
    let cache = open(&hasty(&group).socket_timeout(TIMEOUT));
    read_many(&*cache, 10);
    for replica in group.replicas() {
        replica.pause();
        for _ in 0..20 {
            let (read, took) = timed(|| cache.get("text"));
            assert_eq!(read.unwrap().as_deref(), STORED);
            assert!(took <= LIMIT, "{took:?}");
        }
    }
    group.replicas().iter().for_each(|replica| replica.resume());
    read_many(&*cache, 10);
}
