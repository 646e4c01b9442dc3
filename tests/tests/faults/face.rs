//! One face for both calling styles, so that a scenario is written once.

use std::sync::Arc;

use valkey_cache::Result;
use valkey_cache::config::CacheConfig;
use valkey_cache::factory::{Blocks, StyleOf, Waits};
use valkey_cache::prelude::*;

/// A cache that is awaited.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
pub(crate) struct AsyncCache;

/// A cache that is run.
#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
pub(crate) struct BlockingCache;

/// What the scenarios do with a cache, from as many threads as they like.
pub(crate) trait Face: Send + Sync {
    fn get(&self, key: &str) -> Result<Option<String>>;
    fn set(&self, key: &str, value: &str) -> Result<bool>;
    fn incr(&self, key: &str) -> Result<i64>;
    /// Two reads in one round trip.
    fn get_two(&self, keys: [&str; 2]) -> Result<[Result<Option<String>>; 2]>;
    fn try_lock(&self, key: &str) -> Result<bool>;
}

/// Opens a cache of one of the styles.
pub(crate) type Open = fn(&CacheConfig) -> Arc<dyn Face>;

pub(crate) fn open_blocking(config: &CacheConfig) -> Arc<dyn Face> {
    ran(BlockingCache::from_config(config).unwrap())
}

pub(crate) fn open_async(config: &CacheConfig) -> Arc<dyn Face> {
    awaited(AsyncCache::from_config(config).unwrap())
}

/// Puts the face on a blocking cache.
pub(crate) fn ran<B: BaseValkeyCache>(cache: B) -> Arc<dyn Face>
where
    StyleOf<B::Factory>: Blocks,
{
    Arc::new(Ran(cache))
}

/// Puts the face on an async cache, with a runtime of its own.
pub(crate) fn awaited<B: BaseValkeyCache>(cache: B) -> Arc<dyn Face>
where
    StyleOf<B::Factory>: Waits,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    Arc::new(Awaited { cache, runtime })
}

struct Ran<B>(B);

impl<B: BaseValkeyCache> Face for Ran<B>
where
    StyleOf<B::Factory>: Blocks,
{
    fn get(&self, key: &str) -> Result<Option<String>> {
        self.0.get(key).run()
    }

    fn set(&self, key: &str, value: &str) -> Result<bool> {
        self.0.set(key, value).run()
    }

    fn incr(&self, key: &str) -> Result<i64> {
        self.0.incr(key, 1).run()
    }

    fn get_two(&self, [one, two]: [&str; 2]) -> Result<[Result<Option<String>>; 2]> {
        let (one, two) = self.0.batch((self.0.get(one), self.0.get(two))).run()?;
        Ok([one, two])
    }

    fn try_lock(&self, key: &str) -> Result<bool> {
        self.0.get_lock(key).blocking_timeout(std::time::Duration::ZERO).acquire().run().map(|guard| guard.is_some())
    }
}

struct Awaited<B> {
    cache: B,
    runtime: tokio::runtime::Runtime,
}

impl<B: BaseValkeyCache> Face for Awaited<B>
where
    StyleOf<B::Factory>: Waits,
{
    fn get(&self, key: &str) -> Result<Option<String>> {
        self.runtime.block_on(self.cache.get(key).into_future())
    }

    fn set(&self, key: &str, value: &str) -> Result<bool> {
        self.runtime.block_on(self.cache.set(key, value).into_future())
    }

    fn incr(&self, key: &str) -> Result<i64> {
        self.runtime.block_on(self.cache.incr(key, 1).into_future())
    }

    fn get_two(&self, [one, two]: [&str; 2]) -> Result<[Result<Option<String>>; 2]> {
        let batch = self.cache.batch((self.cache.get(one), self.cache.get(two)));
        let (one, two) = self.runtime.block_on(batch.into_future())?;
        Ok([one, two])
    }

    fn try_lock(&self, key: &str) -> Result<bool> {
        self.runtime.block_on(async {
            let lock = self.cache.get_lock(key).blocking_timeout(std::time::Duration::ZERO);
            lock.acquire().await.map(|guard| guard.is_some())
        })
    }
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
