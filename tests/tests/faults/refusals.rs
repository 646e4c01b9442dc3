//! Servers that are there and refuse.

use std::thread;

use valkey_cache::{Error, ErrorKind};
use valkey_cache_tests::{Cluster, Sentinels, Server, Tls, eventually};

use super::{DEADLINE, Open, assert_fails, both_styles, patient};

both_styles!(
    a_loading_server_is_unavailable,
    a_replica_refuses_writes,
    a_full_server_refuses_writes,
    a_server_without_a_free_place_is_unavailable,
    a_wrong_password_is_never_hidden,
    a_missing_password_is_never_hidden,
    a_password_that_nobody_asked_for_is_told,
    a_missing_permission_is_told,
    a_node_of_a_cluster_is_no_server_of_its_own,
    a_sentinel_is_no_server_of_data,
    a_server_that_speaks_tls_is_told,
    a_database_that_is_not_there_is_told,
);

fn a_loading_server_is_unavailable(open: Open) {
    let server = Server::builder()
        .arg("--enable-debug-command", "yes")
        .arg("--loading-process-events-interval-bytes", "1024")
        .start();
    let cache = open(&patient(server.url()));
    let ignoring = open(&patient(server.url()).ignore_exceptions(true));
    cache.set("key", "value").unwrap();
    server.command(&["DEBUG", "POPULATE", "10000", "filler", "100"]).unwrap();
    server.command(&["CONFIG", "SET", "key-load-delay", "1000"]).unwrap();
    thread::scope(|scope| {
        let reload = scope.spawn(|| server.command(&["DEBUG", "RELOAD"]));
        eventually(
            DEADLINE,
            || matches!(server.command(&["GET", "key"]), Err(error) if error.code() == Some("LOADING")),
        );
        let error = assert_fails(ErrorKind::Unavailable, DEADLINE / 2, || cache.get("key"));
        assert!(error.to_string().contains("LOADING"), "{error}");
        assert_fails(ErrorKind::Unavailable, DEADLINE / 2, || cache.incr("count"));
        // It passes by itself, so it counts as a server that cannot be reached.
        assert_eq!(ignoring.get("key").unwrap(), None);
        let [one, two] = ignoring.get_two(["key", "other"]).unwrap();
        assert_eq!((one.unwrap(), two.unwrap()), (None, None));
        server.command(&["CONFIG", "SET", "key-load-delay", "0"]).unwrap();
        reload.join().unwrap().unwrap();
    });
    assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
}

fn a_replica_refuses_writes(open: Open) {
    let primary = Server::start();
    primary.command(&["SET", "fault:1:count", "1"]).unwrap();
    let replica = Server::builder().replica_of(&primary).start();
    primary.wait_for_replicas(1);
    let cache = open(&patient(replica.url()));
    let error = assert_fails(ErrorKind::Unavailable, DEADLINE / 2, || cache.set("key", "value"));
    assert_says(&error, &["READONLY", "the first has to be the primary", &replica.addr().to_string()]);
    assert_fails(ErrorKind::Unavailable, DEADLINE / 2, || cache.incr("count"));
    assert_eq!(cache.get("key").unwrap(), None);
}

fn a_full_server_refuses_writes(open: Open) {
    let server = Server::builder().arg("--maxmemory-policy", "noeviction").start();
    let cache = open(&patient(server.url()));
    cache.set("key", "value").unwrap();
    cache.set("count", "not used").unwrap();
    server.command(&["CONFIG", "SET", "maxmemory", "1"]).unwrap();
    // A full server stays full, so nothing is hidden.
    let ignoring = open(&patient(server.url()).ignore_exceptions(true));
    for cache in [&cache, &ignoring] {
        let error = assert_fails(ErrorKind::OutOfMemory, DEADLINE / 2, || cache.set("key", "other"));
        for part in ["OOM", "raise `maxmemory`", "`maxmemory-policy`"] {
            assert!(error.to_string().contains(part), "{error}");
        }
        assert_fails(ErrorKind::OutOfMemory, DEADLINE / 2, || cache.incr("count"));
        assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
    }
    server.command(&["CONFIG", "SET", "maxmemory", "0"]).unwrap();
    cache.set("key", "other").unwrap();
}

fn a_server_without_a_free_place_is_unavailable(open: Open) {
    let server = Server::start();
    let mut only = server.connect(0).unwrap();
    redis::cmd("CONFIG").arg("SET").arg("maxclients").arg(1).exec(&mut only).unwrap();
    let cache = open(&patient(server.url()));
    for _ in 0..3 {
        let error = cache.get("key").unwrap_err();
        assert!(error.is_transient(), "{error:?}");
        assert!(error.to_string().contains("maxclients"), "{error}");
    }
    redis::cmd("CONFIG").arg("SET").arg("maxclients").arg(100).exec(&mut only).unwrap();
    assert_eq!(cache.get("key").unwrap(), None);
}

fn a_wrong_password_is_never_hidden(open: Open) {
    let server = Server::builder().requirepass("the-right-one").start();
    let url = format!("valkey://:the-wrong-one@{}/0", server.addr());
    for ignore in [false, true] {
        let cache = open(&patient(&url).ignore_exceptions(ignore));
        // The first call, and those that follow upon its failure.
        for _ in 0..5 {
            let error = assert_fails(ErrorKind::Auth, DEADLINE / 2, || cache.get("key"));
            for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
                assert!(!text.contains("the-wrong-one") && !text.contains("the-right-one"), "{text}");
            }
        }
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_fails(ErrorKind::Auth, DEADLINE / 2, || cache.set("key", "value")));
            }
        });
    }
}

fn a_missing_password_is_never_hidden(open: Open) {
    let server = Server::builder().requirepass("the-right-one").start();
    let cache = open(&patient(format!("valkey://{}/0", server.addr())).ignore_exceptions(true));
    let error = assert_fails(ErrorKind::Auth, DEADLINE / 2, || cache.get("key"));
    assert_says(&error, &["NOAUTH", "set `username` and `password`", &server.addr().to_string()]);
    let [one, _] = cache.get_two(["key", "other"]).unwrap();
    assert_says(&one.unwrap_err(), &["NOAUTH", &server.addr().to_string()]);
}

fn a_password_that_nobody_asked_for_is_told(open: Open) {
    let server = Server::start();
    let cache = open(&patient(format!("valkey://:secret@{}/0", server.addr())));
    let error = assert_fails(ErrorKind::Auth, DEADLINE / 2, || cache.get("key"));
    assert_says(&error, &["has no password for this user: then leave it out", "`username` and `password`"]);
}

fn a_missing_permission_is_told(open: Open) {
    let server = Server::start();
    server.command(&["ACL", "SETUSER", "narrow", "on", ">secret", "~other:*", "+@all"]).unwrap();
    let cache = open(&patient(format!("valkey://narrow:secret@{}/0", server.addr())));
    let error = assert_fails(ErrorKind::Auth, DEADLINE / 2, || cache.get("key"));
    assert_says(&error, &["NOPERM", "ACL", "`username`", &server.addr().to_string()]);
}

fn a_node_of_a_cluster_is_no_server_of_its_own(open: Open) {
    let cluster = Cluster::builder().replicas(0).start();
    let cache = open(&patient(&cluster.urls()[0]).ignore_exceptions(true));
    let outcomes = (0..100).map(|n| cache.set(&format!("key:{n}"), "value"));
    let errors = outcomes.filter_map(Result::err).collect::<Vec<_>>();
    assert!((1..100).contains(&errors.len()), "{}", errors.len());
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        assert_says(&error, &["MOVED", "`AsyncClusterValkeyCache` or `ClusterValkeyCache`"]);
    }
}

fn a_sentinel_is_no_server_of_data(open: Open) {
    let group = Sentinels::builder().replicas(0).sentinels(1).start();
    let addr = group.sentinels()[0].addr();
    for db in [0, 1] {
        let cache = open(&patient(format!("valkey://{addr}/{db}")));
        let error = assert_fails(ErrorKind::Server, DEADLINE / 2, || cache.set("key", "confidential"));
        assert_says(&error, &["unknown command", "is it a sentinel?", "`sentinels`", &addr.to_string()]);
    }
}

fn a_server_that_speaks_tls_is_told(open: Open) {
    let server = Server::start();
    let tls = Tls::to(&server);
    let cache = open(&patient(format!("valkey://{}/0", tls.addr())));
    let error = assert_fails(ErrorKind::Connection, DEADLINE / 2, || cache.get("key"));
    assert_says(&error, &["TLS (`valkeys://`)"]);
}

fn a_database_that_is_not_there_is_told(open: Open) {
    let server = Server::builder().arg("--databases", "2").start();
    let cache = open(&patient(server.url_db(7)).ignore_exceptions(true));
    let error = cache.get("key").unwrap_err();
    assert!(!error.is_transient(), "{error:?}");
    assert!(error.to_string().contains("DB index"), "{error}");
}

#[track_caller]
fn assert_says(error: &Error, parts: &[&str]) {
    for part in parts {
        assert!(error.to_string().contains(part), "no {part:?} in: {error}");
    }
}
