//! One primary and two replicas, some of which fail.

use std::sync::Arc;
use std::thread;

use redis::Value;
use valkey_cache::ErrorKind;
use valkey_cache::config::CacheConfig;
use valkey_cache_tests::{Proxy, Server};

use super::{CountingFace, DEADLINE, Face, LIMIT, Open, TIMEOUT, assert_fails, both_styles, patient, timed};

both_styles!(
    a_killed_replica_fails_no_read,
    a_dead_replica_is_left_alone,
    a_paused_replica_fails_no_read,
    a_restarted_replica_is_asked_again_at_once,
    without_replicas_the_primary_answers,
    without_a_primary_the_replicas_answer,
    writes_move_on_if_they_may,
    a_broken_connection_does_not_move_a_write,
    a_batch_moves_on_as_a_single_read_does,
);

struct Group {
    primary: Server,
    replicas: [Server; 2],
    proxies: [Proxy; 3],
}

impl Group {
    /// Starts the servers, each behind a proxy, with `key` on all of them.
    fn start() -> Self {
        let primary = Server::start();
        let replicas = [(); 2].map(|()| Server::builder().replica_of(&primary).start());
        primary.command(&["SET", "fault:1:key", "1"]).unwrap();
        primary.wait_for_replicas(2);
        let proxies = [&primary, &replicas[0], &replicas[1]].map(|server| Proxy::to(server.addr()));
        Self { primary, replicas, proxies }
    }

    fn config(&self) -> CacheConfig {
        patient(self.proxies.each_ref().map(Proxy::url).join(","))
    }
}

const STORED: Option<&str> = Some("1");

/// Reads often enough that each replica is chosen.
#[track_caller]
fn read_many(cache: &dyn Face, times: usize) {
    for _ in 0..times {
        assert_eq!(cache.get("text").unwrap().as_deref(), STORED);
    }
}

fn with_text(group: &Group, open: Open, config: &CacheConfig) -> Arc<dyn CountingFace> {
    let cache = open(config);
    cache.set("text", "1").unwrap();
    group.primary.wait_for_replicas(2);
    cache
}

fn a_killed_replica_fails_no_read(open: Open) {
    let group = Group::start();
    let cache = with_text(&group, open, &group.config());
    thread::scope(|scope| {
        let readers = [(); 4].map(|()| scope.spawn(|| read_many(&*cache, 200)));
        group.replicas[0].kill();
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
    read_many(&*cache, 50);
}

fn a_dead_replica_is_left_alone(open: Open) {
    let group = Group::start();
    let cache = with_text(&group, open, &group.config());
    read_many(&*cache, 20);
    group.replicas[0].kill();
    let before = group.proxies[1].accepted();
    let (_, took) = timed(|| read_many(&*cache, 500));
    let attempts = group.proxies[1].accepted() - before;
    // One for the connection that broke, and then one after each rest, of which the first is half a second.
    let rests = took.as_millis() as u64 / 500;
    assert!((1..=1 + rests).contains(&attempts), "{attempts} attempts in {took:?}");
}

fn a_paused_replica_fails_no_read(open: Open) {
    let group = Group::start();
    drop(with_text(&group, open, &group.config()));
    let cache = open(&group.config().socket_timeout(TIMEOUT));
    for server in [&group.replicas[0], &group.replicas[1]] {
        server.pause();
        for _ in 0..20 {
            let (read, took) = timed(|| cache.get("text"));
            assert_eq!(read.unwrap().as_deref(), STORED);
            assert!(took <= LIMIT, "{took:?}");
        }
    }
    group.replicas.iter().for_each(Server::resume);
    read_many(&*cache, 20);
}

fn a_restarted_replica_is_asked_again_at_once(open: Open) {
    let group = Group::start();
    let cache = with_text(&group, open, &group.config());
    read_many(&*cache, 20);
    // Its connections break, the replica itself is well: nothing to rest from.
    for _ in 0..5 {
        group.proxies[1].reset();
        group.proxies[2].reset();
        let before = reads(&group.replicas[0]) + reads(&group.replicas[1]);
        read_many(&*cache, 20);
        let after = reads(&group.replicas[0]) + reads(&group.replicas[1]);
        assert_eq!(after - before, 20, "the replicas answer every read");
    }
}

/// Counts the `GET`s that a server has done.
fn reads(server: &Server) -> u64 {
    let stats = server.info("commandstats");
    let get = stats.get("cmdstat_get").map_or("calls=0,", String::as_str);
    get.trim_start_matches("calls=").split(',').next().unwrap().parse().unwrap()
}

fn without_replicas_the_primary_answers(open: Open) {
    let group = Group::start();
    let cache = with_text(&group, open, &group.config());
    group.replicas.iter().for_each(Server::kill);
    read_many(&*cache, 50);
    assert_eq!(reads(&group.primary), 50);
}

fn without_a_primary_the_replicas_answer(open: Open) {
    let group = Group::start();
    let cache = with_text(&group, open, &group.config());
    group.primary.kill();
    read_many(&*cache, 50);
    let error = assert_fails(ErrorKind::Connection, DEADLINE / 2, || cache.set("text", "2"));
    assert_eq!(error.server(), Some(format!("valkey://{}", group.proxies[0].addr()).as_str()), "{error}");
    assert_fails(ErrorKind::Connection, DEADLINE / 2, || cache.incr("count"));
}

fn writes_move_on_if_they_may(open: Open) {
    let group = Group::start();
    group.replicas.iter().for_each(|replica| {
        replica.command(&["CONFIG", "SET", "replica-read-only", "no"]).unwrap();
    });
    let cache = with_text(&group, open, &group.config().replica_read_only(false));
    group.primary.kill();
    assert!(cache.set("moved", "on").unwrap());
    let holders = group
        .replicas
        .iter()
        .filter(|replica| replica.command(&["EXISTS", "fault:1:moved"]).unwrap() == Value::Int(1))
        .count();
    assert_eq!(holders, 1);
}

fn a_broken_connection_does_not_move_a_write(open: Open) {
    let group = Group::start();
    let cache = with_text(&group, open, &group.config().replica_read_only(false));
    for _ in 0..5 {
        group.proxies[0].reset();
        assert!(cache.set("text", "2").unwrap(), "the primary is well, only the old connection broke");
    }
}

fn a_batch_moves_on_as_a_single_read_does(open: Open) {
    let group = Group::start();
    let cache = with_text(&group, open, &group.config());
    // A replica that lost its primary and says so, instead of answering with what it has.
    for replica in &group.replicas {
        replica.command(&["CONFIG", "SET", "replica-serve-stale-data", "no"]).unwrap();
        replica.command(&["REPLICAOF", "127.0.0.1", "1"]).unwrap();
    }
    for _ in 0..10 {
        let [text, key] = cache.get_two(["text", "nothing"]).unwrap();
        assert_eq!((text.unwrap().as_deref(), key.unwrap()), (STORED, None));
    }
    read_many(&*cache, 10);
}
