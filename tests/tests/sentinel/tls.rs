//! Encrypted sentinels, encrypted nodes, and both. What faults do to those, [`faults::loaded`](crate::faults) has.

use std::path::PathBuf;

use valkey_cache::ErrorKind;
use valkey_cache::config::{CacheConfig, SentinelOptions};
use valkey_cache_tests::{Node, Proxy, Sentinels, Server, Tls};

use super::{DEADLINE, LIMIT, Open, TIMEOUT, at, both_styles, patient};
use crate::faults::timed;

both_styles!(
    nodes_and_sentinels_are_encrypted_each_on_their_own,
    an_unknown_authority_of_the_nodes_is_refused,
    an_unknown_authority_of_the_sentinels_is_refused,
    a_handshake_that_no_sentinel_answers_keeps_nobody_waiting,
    who_speaks_another_language_than_the_sentinels_is_told,
);

fn one_of_each() -> Sentinels {
    Sentinels::builder().replicas(1).sentinels(1).tls().start()
}

fn encrypted() -> String {
    format!("valkeys://{}/0", Sentinels::NAME)
}

/// Returns the configuration of a cache that speaks TLS with the sentinels, and nothing else of it.
fn to_encrypted_sentinels(group: &Sentinels, ca: PathBuf) -> CacheConfig {
    at(group.tls().iter().map(Tls::addr))
        .sentinel_kwargs(SentinelOptions::new().tls(true))
        .ssl_ca_certs(ca)
        .socket_timeout(DEADLINE)
        .socket_connect_timeout(DEADLINE)
}

#[track_caller]
fn works(open: Open, config: &CacheConfig) {
    let cache = open(config);
    assert!(cache.set("text", "stored").unwrap());
    cache.get("text").unwrap();
}

fn nodes_and_sentinels_are_encrypted_each_on_their_own(open: Open) {
    let group = one_of_each();
    works(open, &to_encrypted_sentinels(&group, group.ca()).location(encrypted()));
    works(open, &to_encrypted_sentinels(&group, group.ca()));
    works(open, &patient(&group).location(encrypted()).ssl_ca_certs(group.ca()));
}

/// Checks that both a write, which goes to the primary, and a read are refused, and that nothing hides it.
#[track_caller]
fn is_refused(open: Open, config: CacheConfig) -> String {
    let cache = open(&config.ignore_exceptions(true));
    let errors = [cache.set("text", "stored").unwrap_err(), cache.get("text").unwrap_err()];
    for error in &errors {
        assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
        for part in ["is not of an authority that is trusted", "`ssl_ca_certs`"] {
            assert!(error.to_string().contains(part), "{error}");
        }
    }
    errors[0].to_string()
}

fn an_unknown_authority_of_the_nodes_is_refused(open: Open) {
    let group = one_of_each();
    let sentinels_alone = group.authorities(group.tls());
    let error = is_refused(open, to_encrypted_sentinels(&group, sentinels_alone).location(encrypted()));
    assert!(error.contains(&group.primary().announced().to_string()), "{error}");
    let primary_alone = group.authorities([group.primary().tls(), &group.tls()[0]]);
    let cache = open(&to_encrypted_sentinels(&group, primary_alone).location(encrypted()));
    assert!(cache.set("text", "stored").unwrap());
    assert_eq!(cache.get("text").unwrap_err().kind(), ErrorKind::Auth, "a replica that shows a strange certificate");
}

fn an_unknown_authority_of_the_sentinels_is_refused(open: Open) {
    let group = one_of_each();
    let nodes_alone = group.authorities(group.nodes().iter().map(Node::tls));
    let error = is_refused(open, to_encrypted_sentinels(&group, nodes_alone).location(encrypted()));
    assert!(error.contains(&group.tls()[0].addr().to_string()), "{error}");
}

fn a_handshake_that_no_sentinel_answers_keeps_nobody_waiting(open: Open) {
    let group = one_of_each();
    let proxy = Proxy::to(group.tls()[0].addr());
    proxy.black_hole();
    let config = to_encrypted_sentinels(&group, group.ca()).location(encrypted()).sentinels([proxy.addr().to_string()]);
    let cache = open(&config.socket_timeout(TIMEOUT).socket_connect_timeout(TIMEOUT));
    for _ in 0..2 {
        let (failed, took) = timed(|| cache.set("text", "stored"));
        assert!(failed.unwrap_err().is_transient());
        assert!(took <= LIMIT, "{took:?}");
    }
    // The other way is one that works, and the silent one is in nobody's way.
    let both = [proxy.addr(), group.tls()[0].addr()].map(|address| address.to_string());
    works(open, &config_of(&group).sentinels(both));
}

fn config_of(group: &Sentinels) -> CacheConfig {
    to_encrypted_sentinels(group, group.ca()).location(encrypted())
}

fn who_speaks_another_language_than_the_sentinels_is_told(open: Open) {
    let group = one_of_each();
    let encrypted_to_plain =
        config_of(&group).sentinels(group.sentinels().iter().map(|one: &Server| one.addr().to_string()));
    let plain_to_encrypted = at(group.tls().iter().map(Tls::addr));
    for (config, reason) in [
        (encrypted_to_plain, "does the server speak TLS"),
        (plain_to_encrypted, "the answer is not in Valkey's protocol"),
    ] {
        let cache = open(&config.socket_timeout(TIMEOUT).socket_connect_timeout(TIMEOUT / 4));
        let (failed, took) = timed(|| cache.set("text", "stored"));
        let error = failed.unwrap_err();
        assert!(error.is_transient() && error.to_string().contains(reason), "{error:?}");
        assert!(took <= LIMIT, "{took:?}");
    }
}
