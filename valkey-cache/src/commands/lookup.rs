//! Read, and load what is missing.

mod flow;

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use self::flow::{Lookup, Share};
use super::loader::{Loaded, Loader, TryLoader};
use crate::backend::{Action, BaseValkeyCache, Timed};
use crate::config::Timeout;
use crate::error::Result;
use crate::factory::EndingOf;
use crate::key::Key;
use crate::operation::{Executor, Operation};

/// Read, and load what is missing.
pub trait LookupCommands: BaseValkeyCache {
    /// Returns the value; if the key does not exist, what `load` returns, which is stored.
    ///
    /// `load` is `|| value`, or `async || value` where the cache is async. Of all who miss a key of this cache at the same
    /// time one loads; the others wait for as long as it takes, and get the same value. If that one is cancelled, another one
    /// loads. If another process stored a value meanwhile, that one is returned. When exceptions are ignored and the server
    /// is unreachable, the loaded value is returned. Option: [`timeout`](Action::timeout) (the cache's by default).
    ///
    /// With a [`HerdClient`](crate::client::HerdClient), a value whose timeout has passed is returned as well, but for one
    /// caller at a time, who loads it anew.
    ///
    /// # Errors
    ///
    /// As `get` and `add`, also for who waited; `Load` for who waited for a `load` that panicked, and for a `load` that asks
    /// for the key that it loads.
    fn get_or_set<'c, L, M>(
        &'c self,
        key: impl Into<Key<'c>>,
        load: L,
    ) -> Action<'c, Self, GetOrSet<'c, L, M, EndingOf<Self::Factory>>>
    where
        L: Loader<M, EndingOf<Self::Factory>>,
        L::Output: Loaded,
    {
        self.action(GetOrSet { key: key.into(), load, timeout: None, style: PhantomData })
    }

    /// As [`get_or_set`](Self::get_or_set), with a `load` that may fail with an error of the caller's own.
    ///
    /// Nothing is stored when `load` fails. The answer is a `Result` in a `Result`: the outer one is the cache's, the
    /// inner one is the loader's, so that a call often ends in `.await??`. Options: [`timeout`](Action::timeout) (the
    /// cache's by default), [`share_error`](Action::share_error).
    ///
    /// # Errors
    ///
    /// As [`get_or_set`](Self::get_or_set). Who waited for another caller's `load` that failed gets `Load`, with what the
    /// loader's error says; with `share_error` the loader's error itself, as the inner result.
    fn get_or_try_set<'c, L, M>(
        &'c self,
        key: impl Into<Key<'c>>,
        load: L,
    ) -> Action<'c, Self, GetOrTrySet<'c, L, M, EndingOf<Self::Factory>>>
    where
        L: TryLoader<M, EndingOf<Self::Factory>>,
        L::Output: Loaded,
        L::Error: fmt::Debug,
    {
        self.action(GetOrTrySet { key: key.into(), load, timeout: None, share: None, style: PhantomData })
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
pub struct GetOrTrySet<'c, L: TryLoader<M, S>, M, S> {
    key: Key<'c>,
    load: L,
    timeout: Option<Timeout>,
    share: Option<Share<L::Error>>,
    style: PhantomData<fn() -> (M, S)>,
}

impl<B, L, M, S> Action<'_, B, GetOrTrySet<'_, L, M, S>>
where
    B: BaseValkeyCache,
    L: TryLoader<M, S>,
    L::Error: Clone + Send + Sync + 'static,
{
    /// Hands the loader's error itself to callers that waited and say so too; without it they get a `Load` error that
    /// quotes it.
    pub fn share_error(mut self) -> Self {
        self.operation.share = Some(Share::by_clone());
        self
    }
}

impl<L, M, S> Timed for GetOrSet<'_, L, M, S> {
    fn set_timeout(&mut self, timeout: Timeout) {
        self.timeout = Some(timeout);
    }
}

impl<L: TryLoader<M, S>, M, S> Timed for GetOrTrySet<'_, L, M, S> {
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
        let Self { key, load, timeout, .. } = self;
        let load = async { Ok::<_, Infallible>(load.load().await) };
        let Ok(value) = Lookup { key, timeout, load, share: None }.execute(executor).await?;
        Ok(value)
    }
}

impl<L, M, S> Operation for GetOrTrySet<'_, L, M, S>
where
    L: TryLoader<M, S>,
    L::Output: Loaded + Send,
    L::Error: fmt::Debug + Send,
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
        let Self { key, load, timeout, share, .. } = self;
        // The closure is run within, not before: a plain one does its work when it is called.
        let load = async { load.try_load().await };
        Lookup { key, timeout, load, share }.execute(executor).await
    }
}

impl<L, M, S> fmt::Debug for GetOrSet<'_, L, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetOrSet").field("key", &self.key).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl<L: TryLoader<M, S>, M, S> fmt::Debug for GetOrTrySet<'_, L, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetOrTrySet").field("key", &self.key).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
