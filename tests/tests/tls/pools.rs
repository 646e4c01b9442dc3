//! Who shares connections: certificates count.

use std::fs;

use valkey_cache::CacheConfig;
use valkey_cache_tests::{Proxy, Server, Tls};

use super::at;
use crate::faults::face::{Open, both_styles};

both_styles!(caches_with_other_certificates_share_nothing);

fn caches_with_other_certificates_share_nothing(open: Open) {
    let server = Server::start();
    let tls = Tls::to(&server);
    let proxy = Proxy::to(tls.addr());
    let ca = server.folder().join("ca.pem");
    fs::copy(tls.ca(), &ca).unwrap();
    let trusting = at(format!("valkeys://{}", proxy.addr())).ssl_ca_certs(&ca);
    let identity = |config: CacheConfig| config.ssl_certfile(tls.client_certificate()).ssl_keyfile(tls.client_key());

    let caches = [open(&trusting), open(&trusting)];
    caches.iter().for_each(|cache| drop(cache.get("key").unwrap()));
    assert_eq!(proxy.accepted(), 1, "equal files are shared");
    let with_identity = open(&identity(trusting.clone()));
    with_identity.get("key").unwrap();
    assert_eq!(proxy.accepted(), 2);
    let careless = open(&trusting.clone().ssl_check_hostname(false));
    careless.get("key").unwrap();
    assert_eq!(proxy.accepted(), 3);

    // The same path, but another file: a cache that is opened now must not run with the old one.
    let two = [fs::read(tls.ca()).unwrap(), fs::read(Tls::to(&server).ca()).unwrap()].concat();
    fs::write(&ca, two).unwrap();
    let renewed = open(&trusting);
    renewed.get("key").unwrap();
    assert_eq!(proxy.accepted(), 4);
}
