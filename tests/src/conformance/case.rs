use std::future::Future;
use std::panic::Location;
use std::thread;
use std::time::Duration;

use valkey_cache::backend::{Action, BaseValkeyCache};
use valkey_cache::commands::Pages;
use valkey_cache::operation::Operation;
use valkey_cache::{CacheConfig, Error, ErrorKind};

use super::{Style, Suite};
use crate::eventually;

/// One behaviour under test: a cache with a prefix that nobody else has.
pub(super) struct Case<'s, B, S> {
    suite: &'s Suite<B, S>,
    prefix: String,
    cache: B,
}

impl<'s, B: BaseValkeyCache, S: Style<B>> Case<'s, B, S> {
    pub(super) fn new(suite: &'s Suite<B, S>, prefix: String) -> Self {
        let cache = suite.open(CacheConfig::new().key_prefix(prefix.as_str()));
        Self { suite, prefix, cache }
    }

    pub(super) fn cache(&self) -> &B {
        &self.cache
    }

    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Opens another cache on the same store, with the same prefix unless `config` says another.
    pub(super) fn open(&self, config: CacheConfig) -> B {
        self.suite.open(config.merged_over(&CacheConfig::new().key_prefix(self.prefix.as_str())))
    }

    /// Expects that the operation works; a failure names the line of the behaviour.
    #[track_caller]
    pub(super) fn ok<'c, O: Operation + 'c>(&self, action: Action<'c, B, O>) -> impl Future<Output = O::Output> {
        let place = Location::caller();
        async move { S::go(action).await.unwrap_or_else(|error| panic!("at {place}: {error}")) }
    }

    /// Expects that the operation fails, and that the kind is this.
    #[track_caller]
    pub(super) fn fails<'c, O: Operation + 'c>(
        &self,
        action: Action<'c, B, O>,
        kind: ErrorKind,
    ) -> impl Future<Output = Error> {
        let place = Location::caller();
        async move {
            match S::go(action).await {
                Err(error) if error.kind() == kind => error,
                Err(error) => panic!("at {place}: expected {kind:?}, found {:?}: {error}", error.kind()),
                Ok(_) => panic!("at {place}: expected {kind:?}, and it worked"),
            }
        }
    }

    /// Expects that all pages come.
    #[track_caller]
    pub(super) fn items<'c, T: Send + 'c>(&self, pages: Pages<'c, B, T>) -> impl Future<Output = Vec<T>> {
        let place = Location::caller();
        async move { S::items(pages).await.unwrap_or_else(|error| panic!("at {place}: {error}")) }
    }

    /// Waits for what the passing of time or a task in the background brings about.
    pub(super) fn until<'c, O: Operation<Output = bool>>(&'c self, action: impl Fn(&'c B) -> Action<'c, B, O> + Sync) {
        // In a thread of its own: this one is inside a behaviour already.
        thread::scope(|scope| {
            let (cache, action) = (&self.cache, &action);
            let holds = move || S::block_on(async { S::go(action(cache)).await.is_ok_and(|holds| holds) });
            scope.spawn(move || eventually(Duration::from_secs(30), holds));
        });
    }
}
