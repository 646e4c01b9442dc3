//! A cache on a service that sentinels watch, in both calling styles.
//!
//! A scenario is written once and run in both. The sentinels of the tests are quick: a primary is down for them after a
//! second of silence.

mod conformance;
mod credentials;
mod failover;
mod listening;
mod mistakes;
mod reads;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use valkey_cache::config::{CacheConfig, SentinelOptions};
use valkey_cache::prelude::*;
use valkey_cache_tests::{Sentinels, Server};

use crate::faults::face::{CountingFace, Open, awaited, ran};

#[cache_backend(client = SentinelClient, factory = AsyncSentinelConnectionFactory)]
struct AwaitedCache;

#[cache_backend(client = SentinelClient, factory = SentinelConnectionFactory)]
struct RanCache;

/// Bounds a failing test; no passing one waits for it.
const DEADLINE: Duration = Duration::from_secs(30);
/// The timeout of the caches that have to keep it.
const TIMEOUT: Duration = Duration::from_millis(800);
/// What a call may take: its timeout, a tenth, and how late the kernel's own timers are (up to an eighth).
const LIMIT: Duration = Duration::from_millis(880 + 100);

fn open_blocking(config: &CacheConfig) -> Arc<dyn CountingFace> {
    ran(RanCache::from_config(config).unwrap())
}

fn open_async(config: &CacheConfig) -> Arc<dyn CountingFace> {
    awaited(AwaitedCache::from_config(config).unwrap())
}

/// Makes a test in each style of scenarios that take [`Open`].
macro_rules! both_styles {
    ($($scenario:ident),+ $(,)?) => {
        mod blocking {
            $(#[test] fn $scenario() { super::$scenario(crate::sentinel::open_blocking) })+
        }
        mod asynchronous {
            $(#[test] fn $scenario() { super::$scenario(crate::sentinel::open_async) })+
        }
    };
}
use both_styles;

/// Returns the configuration of a cache on a group, which has all the time in the world.
fn patient(group: &Sentinels) -> CacheConfig {
    at(group.sentinels().iter().map(Server::addr)).socket_timeout(DEADLINE).socket_connect_timeout(DEADLINE)
}

/// Returns the configuration of a cache that keeps its timeouts.
fn hasty(group: &Sentinels) -> CacheConfig {
    patient(group).socket_timeout(TIMEOUT).socket_connect_timeout(TIMEOUT)
}

fn at(sentinels: impl IntoIterator<Item = std::net::SocketAddr>) -> CacheConfig {
    CacheConfig::new()
        .location(format!("valkey://{}/0", Sentinels::NAME))
        .sentinels(sentinels.into_iter().map(|address| address.to_string()))
        .key_prefix("sentinel")
}

fn login(username: &str, password: &str) -> SentinelOptions {
    SentinelOptions::new().username(username).password(password)
}

/// Counts how often a server has done a command.
fn count(server: &Server, command: &str) -> u64 {
    let stats = server.info("commandstats");
    let calls = stats.get(&format!("cmdstat_{command}")).map_or("calls=0,", String::as_str);
    calls.trim_start_matches("calls=").split(',').next().unwrap().parse().unwrap()
}
