//! An operation bound to a cache.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use tracing::Instrument as _;
use tracing::field::Empty;

use super::base::BaseValkeyCache;
use super::session::Session;
use super::versioned::Versioned;
use crate::config::Timeout;
use crate::error::Result;
#[cfg(feature = "blocking")]
use crate::factory::Blocks;
use crate::factory::{StyleOf, Waits};
use crate::operation::{Executor, IntoCommand, Operation, Request};

/// An operation bound to a cache: end it in `.await` (async) or `.run()` (blocking), or put it into a batch.
///
/// Options are methods; each operation says which it has.
#[must_use = "an action does nothing until it is awaited (async cache) or run (blocking cache)"]
pub struct Action<'c, B, O> {
    pub(crate) cache: &'c B,
    pub(crate) operation: O,
    pub(crate) version: Option<u64>,
}

/// An operation that writes a value with a timeout.
#[diagnostic::on_unimplemented(
    message = "this operation has no timeout",
    label = "`.timeout()` is for operations that store a value, and for `touch` and `getex`",
    note = "to change when a key expires, call `touch` or `expire` with it"
)]
pub trait Timed {
    /// Sets the timeout.
    fn set_timeout(&mut self, timeout: Timeout);
}

/// An operation that may depend on whether the key exists.
#[diagnostic::on_unimplemented(
    message = "this operation does not depend on whether the key exists",
    label = "`.nx()` and `.xx()` are for `set`, `set_many` and `zadd`"
)]
pub trait Conditional {
    /// Makes it happen only if the key (or member) does not exist.
    fn set_nx(&mut self);
    /// Makes it happen only if the key (or member) exists.
    fn set_xx(&mut self);
}

/// An operation that goes through keys page by page.
#[diagnostic::on_unimplemented(
    message = "this operation does not go through pages",
    label = "`.itersize()` is for `delete_pattern`, `clear` and what is iterated, such as `iter_keys`"
)]
pub trait Paged {
    /// Sets about how many keys the server looks at for one page.
    fn set_itersize(&mut self, itersize: usize);
}

impl<'c, B: BaseValkeyCache, O> Action<'c, B, O> {
    pub(crate) fn new(cache: &'c B, operation: O) -> Self {
        Self { cache, operation, version: None }
    }

    /// Uses keys of this version instead of the cache's.
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets when the value expires; the default is the cache's. A timeout of zero deletes.
    pub fn timeout(mut self, timeout: impl Into<Timeout>) -> Self
    where
        O: Timed,
    {
        self.operation.set_timeout(timeout.into());
        self
    }

    /// Acts only if the key (or member) does not exist.
    pub fn nx(mut self) -> Self
    where
        O: Conditional,
    {
        self.operation.set_nx();
        self
    }

    /// Acts only if the key (or member) exists.
    pub fn xx(mut self) -> Self
    where
        O: Conditional,
    {
        self.operation.set_xx();
        self
    }

    /// Sets about how many keys the server looks at for one page; the default is the cache's `scan_itersize`.
    pub fn itersize(mut self, itersize: usize) -> Self
    where
        O: Paged,
    {
        self.operation.set_itersize(itersize);
        self
    }

    /// Returns what would go over the wire, without sending it.
    ///
    /// # Errors
    ///
    /// `Encode` or `InvalidInput`, as the operation itself.
    pub fn to_request(self) -> Result<Request>
    where
        O: IntoCommand,
    {
        let settings = self.cache.core().settings();
        self.operation.into_command(settings).request(settings, self.version)
    }

    /// Runs the operation on an executor of the caller's: a scripted one in a test.
    pub fn execute_on<E: Executor>(self, executor: &E) -> impl Future<Output = Result<O::Output>> + Send
    where
        O: Operation,
    {
        let Self { operation, version, .. } = self;
        async move { operation.execute(&Versioned { executor, version }).await }
    }

    async fn execute(self) -> Result<O::Output>
    where
        O: Operation,
    {
        // `self` is not taken apart: a future has room for it whatever becomes of it, and for its parts once more.
        let (core, name) = (self.cache.core(), self.operation.name());
        let settings = core.settings();
        let span = tracing::debug_span!(
            "valkey_cache",
            alias = settings.alias,
            operation = name,
            keys = Empty,
            hits = Empty,
            server = Empty
        );
        let fallback = if settings.ignore_exceptions { self.operation.fallback() } else { None };
        let session = Session::new(core, name, self.version, span);
        let outcome = if session.span().is_disabled() {
            self.operation.execute(&session).await
        } else {
            self.operation.execute(&session).instrument(session.span().clone()).await
        };
        outcome.or_else(|error| {
            let error = session.blame(error);
            match fallback {
                Some(fallback) if settings.ignores(&error) => Ok(fallback),
                _ => Err(error),
            }
        })
    }

    /// Runs the operation and waits for its answer on this thread. For blocking caches.
    ///
    /// # Errors
    ///
    /// As the operation says; `Connection` or `Timeout` if the server cannot be reached.
    #[cfg(feature = "blocking")]
    pub fn run(self) -> Result<O::Output>
    where
        O: Operation,
        StyleOf<B::Factory>: Blocks,
    {
        crate::factory::run(self.execute())
    }
}

impl<'c, B, O> IntoFuture for Action<'c, B, O>
where
    B: BaseValkeyCache,
    O: Operation + 'c,
    // The compiler shows these lines for an `.await` on a blocking cache, whose calls end in `.run()` instead.
    StyleOf<B::Factory>: Waits,
{
    type Output = Result<O::Output>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.execute())
    }
}

impl<B: BaseValkeyCache, O: fmt::Debug> fmt::Debug for Action<'_, B, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Action")
            .field("operation", &self.operation)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
