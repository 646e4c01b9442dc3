use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use valkey_cache::client::BareValues;
use valkey_cache::factory::{Blocks, StyleOf, Waits};
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Result};

/// Stands before a cache of either calling style, so that a scenario is written once: what scenarios do with a cache, from
/// as many threads as they like.
pub trait Face: Send + Sync {
    /// Reads a text.
    fn get(&self, key: &str) -> Result<Option<String>>;
    /// Stores a text.
    fn set(&self, key: &str, value: &str) -> Result<bool>;
    /// Reads two texts in one batch.
    fn get_two(&self, keys: [&str; 2]) -> Result<[Result<Option<String>>; 2]>;
    /// Reads a text; if there is none, stores this one for so long.
    fn get_or_set(&self, key: &str, value: &str, timeout: Duration) -> Result<String>;
    /// Takes a lock if it is free, and gives it back.
    fn try_lock(&self, key: &str) -> Result<bool>;
    /// Returns how many tasks there are in the cache's own runtime, if it has one.
    fn tasks(&self) -> usize;
}

/// Stands before a cache with bare values, with which the server can count.
pub trait CountingFace: Face {
    /// Adds one.
    fn incr(&self, key: &str) -> Result<i64>;
}

/// How the calls of a cache are ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// With `.await`.
    ByAwait,
    /// With `.run()`.
    ByRun,
}

impl Calls {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::ByAwait, Self::ByRun];
}

/// Opens a cache: `A` if its calls are to be awaited, `R` if they are to be run.
///
/// # Panics
/// When the configuration is refused.
pub fn open<A, R>(calls: Calls, config: &CacheConfig) -> Arc<dyn Face>
where
    A: BaseValkeyCache<Fields = ()>,
    R: BaseValkeyCache<Fields = ()>,
    StyleOf<A::Factory>: Waits,
    StyleOf<R::Factory>: Blocks,
{
    match calls {
        Calls::ByAwait => Arc::new(Awaited::new(A::from_config(config).expect("the configuration is refused"))),
        Calls::ByRun => Arc::new(Ran(R::from_config(config).expect("the configuration is refused"))),
    }
}

/// Puts the face on a blocking cache.
pub fn ran<B: BaseValkeyCache<Client: BareValues>>(cache: B) -> Arc<dyn CountingFace>
where
    StyleOf<B::Factory>: Blocks,
{
    Arc::new(Ran(cache))
}

/// Puts the face on an async cache, with a runtime of its own.
pub fn awaited<B: BaseValkeyCache<Client: BareValues>>(cache: B) -> Arc<dyn CountingFace>
where
    StyleOf<B::Factory>: Waits,
{
    Arc::new(Awaited::new(cache))
}

/// Loads a text as only `get_or_try_set` takes it where the calling style is not known to the compiler.
fn never_fails(text: &str) -> std::result::Result<String, Infallible> {
    Ok(text.to_owned())
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

    fn get_two(&self, [one, two]: [&str; 2]) -> Result<[Result<Option<String>>; 2]> {
        let (one, two) = self.0.batch((self.0.get(one), self.0.get(two))).run()?;
        Ok([one, two])
    }

    fn get_or_set(&self, key: &str, value: &str, timeout: Duration) -> Result<String> {
        let Ok(value) = self.0.get_or_try_set(key, || never_fails(value)).timeout(timeout).run()?;
        Ok(value)
    }

    fn try_lock(&self, key: &str) -> Result<bool> {
        self.0.get_lock(key).blocking_timeout(Duration::ZERO).acquire().run().map(|guard| guard.is_some())
    }

    fn tasks(&self) -> usize {
        0
    }
}

impl<B: BaseValkeyCache<Client: BareValues>> CountingFace for Ran<B>
where
    StyleOf<B::Factory>: Blocks,
{
    fn incr(&self, key: &str) -> Result<i64> {
        self.0.incr(key, 1).run()
    }
}

struct Awaited<B> {
    cache: B,
    runtime: Runtime,
}

impl<B> Awaited<B> {
    fn new(cache: B) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("no runtime");
        Self { cache, runtime }
    }
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

    fn get_two(&self, [one, two]: [&str; 2]) -> Result<[Result<Option<String>>; 2]> {
        let batch = self.cache.batch((self.cache.get(one), self.cache.get(two)));
        let (one, two) = self.runtime.block_on(batch.into_future())?;
        Ok([one, two])
    }

    fn get_or_set(&self, key: &str, value: &str, timeout: Duration) -> Result<String> {
        let lookup = self.cache.get_or_try_set(key, || never_fails(value)).timeout(timeout);
        let Ok(value) = self.runtime.block_on(lookup.into_future())?;
        Ok(value)
    }

    fn try_lock(&self, key: &str) -> Result<bool> {
        self.runtime.block_on(async {
            let lock = self.cache.get_lock(key).blocking_timeout(Duration::ZERO);
            lock.acquire().await.map(|guard| guard.is_some())
        })
    }

    fn tasks(&self) -> usize {
        self.runtime.metrics().num_alive_tasks()
    }
}

impl<B: BaseValkeyCache<Client: BareValues>> CountingFace for Awaited<B>
where
    StyleOf<B::Factory>: Waits,
{
    fn incr(&self, key: &str) -> Result<i64> {
        self.runtime.block_on(self.cache.incr(key, 1).into_future())
    }
}
