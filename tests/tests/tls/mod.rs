//! Servers that speak TLS, well and badly.

mod certificates;
mod faults;
mod files;
mod pools;
mod roots;

use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache_tests::Tls;

/// Bounds a failing test; no passing one waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

/// A cache that trusts the authority of `tls`.
fn trusting(tls: &Tls) -> CacheConfig {
    stranger(tls).ssl_ca_certs(tls.ca())
}

/// A cache that knows no more than the system does.
fn stranger(tls: &Tls) -> CacheConfig {
    at(tls.url())
}

fn at(url: String) -> CacheConfig {
    CacheConfig::new().location(url).key_prefix("tls").socket_timeout(DEADLINE).socket_connect_timeout(DEADLINE)
}
