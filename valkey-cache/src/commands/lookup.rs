//! Read, and load what is missing.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use super::loader::{Loaded, Loader, TryLoader};
use super::strings::Set;
use crate::backend::{Action, BaseValkeyCache, Conditional as _, Timed};
use crate::config::{Timeout, Undecodable};
use crate::error::{Error, Result};
use crate::factory::StyleOf;
use crate::key::Key;
use crate::operation::{Executor, Operation, Settings, read, reply};

/// Read, and load what is missing.
pub trait LookupCommands: BaseValkeyCache {
    /// Returns the value; if the key does not exist, what `load` returns, which is stored.
    ///
    /// `load` is `|| value`, or `async || value` where the cache is async. If another caller stored a value meanwhile,
    /// that one is returned. When exceptions are ignored and the server is unreachable, the loaded value is returned.
    /// Option: [`timeout`](Action::timeout) (the cache's by default).
    fn get_or_set<'c, L, M>(
        &'c self,
        key: impl Into<Key<'c>>,
        load: L,
    ) -> Action<'c, Self, GetOrSet<'c, L, M, StyleOf<Self::Factory>>>
    where
        L: Loader<M, StyleOf<Self::Factory>>,
        L::Output: Loaded,
    {
        self.action(GetOrSet { key: key.into(), load, timeout: None, style: PhantomData })
    }

    /// As [`get_or_set`](Self::get_or_set), with a `load` that may fail with an error of the caller's own.
    ///
    /// Nothing is stored when `load` fails. The answer is a `Result` in a `Result`: the outer one is the cache's, the
    /// inner one is the loader's, so that a call often ends in `.await??`.
    fn get_or_try_set<'c, L, M>(
        &'c self,
        key: impl Into<Key<'c>>,
        load: L,
    ) -> Action<'c, Self, GetOrTrySet<'c, L, M, StyleOf<Self::Factory>>>
    where
        L: TryLoader<M, StyleOf<Self::Factory>>,
        L::Output: Loaded,
    {
        self.action(GetOrTrySet { key: key.into(), load, timeout: None, style: PhantomData })
    }
}

impl<B: BaseValkeyCache> LookupCommands for B {}

/// The value of a key, loaded if it is missing.
pub struct GetOrSet<'c, L, M, S> {
    key: Key<'c>,
    load: L,
    timeout: Option<Timeout>,
    style: PhantomData<fn() -> (M, S)>,
}

/// The value of a key, loaded if it is missing, which may fail.
pub struct GetOrTrySet<'c, L, M, S> {
    key: Key<'c>,
    load: L,
    timeout: Option<Timeout>,
    style: PhantomData<fn() -> (M, S)>,
}

impl<L, M, S> Timed for GetOrSet<'_, L, M, S> {
    fn set_timeout(&mut self, timeout: Timeout) {
        self.timeout = Some(timeout);
    }
}

impl<L, M, S> Timed for GetOrTrySet<'_, L, M, S> {
    fn set_timeout(&mut self, timeout: Timeout) {
        self.timeout = Some(timeout);
    }
}

impl<L, M, S> Operation for GetOrSet<'_, L, M, S>
where
    L: Loader<M, S>,
    L::Output: Loaded + Send,
{
    type Output = L::Output;

    fn name(&self) -> &'static str {
        "get_or_set"
    }

    /// The flow itself loads when the server is unreachable.
    fn fallback(&self) -> Option<Self::Output> {
        None
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let load = async { Ok::<_, Infallible>(self.load.load().await) };
        match look_up(executor, self.key, self.timeout, load).await? {
            Ok(value) => Ok(value),
            Err(never) => match never {},
        }
    }
}

impl<L, M, S> Operation for GetOrTrySet<'_, L, M, S>
where
    L: TryLoader<M, S>,
    L::Output: Loaded + Send,
    L::Error: Send,
{
    type Output = Result<L::Output, L::Error>;

    fn name(&self) -> &'static str {
        "get_or_try_set"
    }

    /// The flow itself loads when the server is unreachable.
    fn fallback(&self) -> Option<Self::Output> {
        None
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        // The closure is run within, not before: a plain one does its work when it is called.
        let load = async { self.load.try_load().await };
        look_up(executor, self.key, self.timeout, load).await
    }
}

async fn look_up<E, T, F>(
    executor: &E,
    key: Key<'_>,
    timeout: Option<Timeout>,
    load: impl Future<Output = Result<T, F>> + Send,
) -> Result<Result<T, F>>
where
    E: Executor,
    T: Loaded + Send,
    F: Send,
{
    let settings = executor.settings();
    let get = |key| executor.call(read("GET").key(key).returns(reply::value::<T>));

    if let Some(value) = get(key.clone()).await.or_else(|error| tolerate(error, settings))? {
        return Ok(Ok(value));
    }
    let value = match load.await {
        Ok(value) => value,
        Err(error) => return Ok(Err(error)),
    };
    let mut set = Set::new(key.clone(), settings.codec.encode(&value));
    set.set_nx();
    timeout.into_iter().for_each(|timeout| set.set_timeout(timeout));
    match executor.call(set).await.map(Some).or_else(|error| tolerate(error, settings))? {
        Some(true) | None => Ok(Ok(value)),
        Some(false) => match get(key.clone()).await.or_else(|error| tolerate(error, settings))? {
            // Somebody else was quicker, so that value is the one that counts.
            Some(value) => Ok(Ok(value)),
            // What stands there cannot be read.
            None if settings.undecodable == Undecodable::Missing => {
                let mut set = Set::new(key, settings.codec.encode(&value));
                timeout.into_iter().for_each(|timeout| set.set_timeout(timeout));
                executor.call(set).await.map(Some).or_else(|error| tolerate(error, settings))?;
                Ok(Ok(value))
            }
            // It is gone already.
            None => Ok(Ok(value)),
        },
    }
}

/// When an unreachable server is to be ignored, nothing is known and all that counts is the loader.
fn tolerate<T>(error: Error, settings: &Settings) -> Result<Option<T>> {
    if settings.ignores(&error) { Ok(None) } else { Err(error) }
}

impl<L, M, S> fmt::Debug for GetOrSet<'_, L, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetOrSet").field("key", &self.key).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl<L, M, S> fmt::Debug for GetOrTrySet<'_, L, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetOrTrySet").field("key", &self.key).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
