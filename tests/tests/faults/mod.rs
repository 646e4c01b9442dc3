//! What a cache does when its servers, or the way to them, fail.
//!
//! A scenario is written once and run in both calling styles. The promise of a fault is often a time limit, so these
//! tests measure time; none waits for time to pass.

pub(crate) use valkey_cache_tests::load::timed;

pub(crate) mod face;
use face::{CountingFace, Face, Open, both_styles};

mod black_hole;
mod broken;
mod dropped;
mod identity;
mod loaded;
mod pause;
mod pools;
mod refusals;
mod replicas;
mod restart;
mod runtimes;
mod soak;

use std::time::Duration;

use valkey_cache::config::CacheConfig;
use valkey_cache::{Error, ErrorKind};

/// The timeout of the caches that have to keep it.
const TIMEOUT: Duration = Duration::from_millis(800);
/// What a call may take: its timeout, a tenth, and how late the kernel's own timers are (up to an eighth).
const LIMIT: Duration = Duration::from_millis(880 + 100);
/// Bounds a failing test; no passing one waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

fn config(url: impl AsRef<str>) -> CacheConfig {
    CacheConfig::new().location(url.as_ref()).socket_timeout(TIMEOUT).key_prefix("fault")
}

/// For what has nothing to do with time: a busy machine must not add a fault of its own.
fn patient(url: impl AsRef<str>) -> CacheConfig {
    config(url).socket_timeout(DEADLINE).socket_connect_timeout(DEADLINE)
}

/// Checks that a call failed as it should, and in time.
#[track_caller]
fn assert_fails<T: std::fmt::Debug>(
    kind: ErrorKind,
    within: Duration,
    call: impl FnOnce() -> Result<T, Error>,
) -> Error {
    let (result, took) = timed(call);
    let error = result.expect_err("the server cannot have answered");
    assert_eq!(error.kind(), kind, "{error:?}");
    assert!(took <= within, "{took:?}: {error}");
    error
}
