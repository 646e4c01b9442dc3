//! One face for both calling styles, so that a scenario is written once.

use std::sync::Arc;

use valkey_cache::config::CacheConfig;
use valkey_cache::prelude::*;
pub(crate) use valkey_cache_tests::load::{CountingFace, Face, awaited, ran};

/// A cache that is awaited.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
pub(crate) struct AsyncCache;

/// A cache that is run.
#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
pub(crate) struct BlockingCache;

/// Opens a cache of one of the styles.
pub(crate) type Open = fn(&CacheConfig) -> Arc<dyn CountingFace>;

pub(crate) fn open_blocking(config: &CacheConfig) -> Arc<dyn CountingFace> {
    ran(BlockingCache::from_config(config).unwrap())
}

pub(crate) fn open_async(config: &CacheConfig) -> Arc<dyn CountingFace> {
    awaited(AsyncCache::from_config(config).unwrap())
}

/// Makes a test in each style of scenarios that take [`Open`].
macro_rules! both_styles {
    ($($scenario:ident),+ $(,)?) => {
        mod blocking {
            $(#[test] fn $scenario() { super::$scenario(crate::faults::face::open_blocking) })+
        }
        mod asynchronous {
            $(#[test] fn $scenario() { super::$scenario(crate::faults::face::open_async) })+
        }
    };
}
pub(crate) use both_styles;
