//! What a connection factory is, and what a calling style is.

use std::future::{Future, ready};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::params::ConnectionParams;
use super::shared;
use crate::config::{ConnectionOptions, ServerUrl};
use crate::error::Result;
use crate::operation::{Reply, Request};

/// How a caller gets an answer: [`Blocking`](super::Blocking) or [`Async`](super::Async), and for a cluster
/// [`Clustered`](super::Clustered) around one of them.
///
/// The only code that does I/O. Both styles answer with futures; those of the blocking one are always ready.
pub trait CallingStyle: Sized + Send + Sync + 'static {
    /// Whether a pool is for all nodes of a cluster, and not for one server.
    const SPANS_CLUSTER: bool = false;

    /// How the calls of a cache end, whatever the servers behind it: [`Blocking`](super::Blocking) or
    /// [`Async`](super::Async).
    type Ending: 'static;

    /// The connections to one server.
    type Pool: Send + Sync + 'static;

    /// One connection, taken from the pool.
    type Connection: Send;

    /// Several commands on their way.
    type Batch: Send + Sync;

    /// The driver's connection to one server, for raw access.
    type Raw: Send;

    /// Makes a pool; it connects when it is first used.
    fn open(params: &ConnectionParams) -> Result<Self::Pool>;

    /// Takes a connection out of the pool.
    fn checkout(pool: &Self::Pool, deadline: Instant) -> impl Future<Output = Result<Self::Connection>> + Send;

    /// Gives out the driver's connection, to the server that would get `request`.
    ///
    /// # Errors
    ///
    /// `Unsupported` for the store in this process.
    fn raw(
        connection: Self::Connection,
        request: &Request,
        deadline: Instant,
    ) -> impl Future<Output = Result<Self::Raw>> + Send;

    /// Sends one command and waits for its answer.
    fn send(
        connection: &mut Self::Connection,
        request: &Request,
        deadline: Instant,
    ) -> impl Future<Output = Result<Reply>> + Send;

    /// Lays several commands out for one round trip, once for all attempts.
    fn pack(pool: &Self::Pool, requests: Vec<Request>) -> Self::Batch;

    /// Sends several commands in one go and waits for their answers.
    fn send_all(
        connection: &mut Self::Connection,
        batch: &Self::Batch,
        deadline: Instant,
    ) -> impl Future<Output = Result<Vec<Reply>>> + Send;

    /// Returns the nodes behind the pool that share the keys among them, by the numbers that [`Request::node`] takes;
    /// nothing if there is one server only.
    fn nodes(_: &Self::Pool, _: Instant) -> impl Future<Output = Result<Option<Vec<usize>>>> + Send {
        ready(Ok(None))
    }

    /// Returns for each command which of the nodes behind the pool it goes to; nothing if there is one server only.
    fn locate(_: &Self::Pool, _: &[Request], _: Instant) -> impl Future<Output = Result<Option<Vec<usize>>>> + Send {
        ready(Ok(None))
    }

    /// Waits.
    fn sleep(duration: Duration) -> impl Future<Output = ()> + Send;

    /// Waits for all of these, at the same time.
    fn all<T: Send>(futures: Vec<impl Future<Output = T> + Send>) -> impl Future<Output = Vec<T>> + Send;

    /// Waits for what another caller brings about, and wakes the waker for.
    fn wait<T: Send>(event: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send;

    /// Runs a future that ends what a caller has begun: before this returns where callers can wait, or as a task.
    fn conclude(future: impl Future<Output = ()> + Send + 'static);

    /// Runs a future that nobody waits for: on a thread of its own, or as a task.
    fn detach(future: impl Future<Output = ()> + Send + 'static);

    /// Closes the connections of the pool that nobody uses; the pool connects again when it is used again.
    fn close(pool: &Self::Pool);

    /// Stops listening to the server, which is not what it was: what it still answers does not count. The pool connects
    /// again when it is used again.
    fn abandon(pool: &Self::Pool);
}

/// A calling style whose operations end in `.await`.
#[diagnostic::on_unimplemented(
    message = "`.await` is for async caches, and this one is not known to be async",
    label = "for a blocking cache write `.run()` in place of `.await`",
    note = "the calling style is the factory's: `factory = AsyncConnectionFactory` makes a cache that is awaited",
    note = "code for several backends binds the style: `cache: &impl AsyncCache`, of `valkey_cache`"
)]
pub trait Waits {}

/// A calling style whose operations end in `.run()`.
#[diagnostic::on_unimplemented(
    message = "`.run()` is for blocking caches, and this one is not known to be blocking",
    label = "for an async cache write `.await`; for a loop over `pages`, `while let Some(item) = pages.next().await`",
    note = "the calling style is the factory's: `factory = ConnectionFactory` makes a cache whose calls end in `.run()`",
    note = "code for several backends binds the style: `cache: &impl BlockingCache`, of `valkey_cache`"
)]
pub trait Blocks {}

/// The calling style of a factory.
pub type StyleOf<F> = <F as BaseConnectionFactory>::Style;
/// How the calls of a cache with this factory end.
pub type EndingOf<F> = <StyleOf<F> as CallingStyle>::Ending;
/// The pool of a factory.
pub type PoolOf<F> = <StyleOf<F> as CallingStyle>::Pool;
/// The driver's connections of a factory.
pub type RawOf<F> = <StyleOf<F> as CallingStyle>::Raw;
/// The pools of a cache, each with the URL that it goes by.
pub type Pools<F> = Vec<(ServerUrl, Arc<PoolOf<F>>)>;
/// The connections of a factory.
pub type ConnectionOf<F> = <StyleOf<F> as CallingStyle>::Connection;

/// Turns a URL and options into a pool, and hands out its connections; decides the calling style.
///
/// Every method but the style has a default. To do something before a connection is made, override
/// [`connect`](Self::connect) or [`get_connection`](Self::get_connection) and end in the same call of one of ours:
///
/// ```
/// # #[cfg(all(feature = "async", feature = "memory"))] {
/// use std::sync::Arc;
///
/// use valkey_cache::prelude::*;
/// use valkey_cache::config::{ConnectionOptions, ServerUrl};
/// use valkey_cache::factory::{Async, AsyncPool, BaseConnectionFactory};
///
/// #[derive(Default)]
/// struct Announcing;
///
/// impl BaseConnectionFactory for Announcing {
///     type Style = Async;
///
///     fn connect(&self, url: &ServerUrl, options: &ConnectionOptions) -> valkey_cache::Result<Arc<AsyncPool>> {
///         println!("going to use {url}");
///         AsyncConnectionFactory.connect(url, options)
///     }
/// }
///
/// #[cache_backend(client = DefaultClient, factory = Announcing)]
/// struct AppCache;
/// # AppCache::open("memory://").unwrap(); }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connection factory",
    label = "expected a connection factory, such as `AsyncConnectionFactory` or `ConnectionFactory`",
    note = "implement `BaseConnectionFactory` for `{Self}`, or name one that does"
)]
pub trait BaseConnectionFactory: Default + Send + Sync + 'static {
    /// The calling style. Whether the calls are awaited is said by its [`Ending`](CallingStyle::Ending).
    type Style: CallingStyle;

    /// Puts together all that a pool depends on. The reference's parser class is the protocol in it.
    ///
    /// # Errors
    ///
    /// `Config`, if an implementation refuses URL or options; the default never does.
    fn make_connection_params(&self, url: &ServerUrl, options: &ConnectionOptions) -> Result<ConnectionParams> {
        Ok(ConnectionParams::new(url, options))
    }

    /// Makes a new pool, which nobody else has.
    fn get_connection_pool(&self, params: &ConnectionParams) -> Result<PoolOf<Self>> {
        Self::Style::open(params)
    }

    /// Returns the pool that this process has for the same factory and the same parameters; makes it if there is none.
    ///
    /// Caches with equal URL *and* options share one; it is made once, whoever asks first, and goes with the last of them.
    fn get_or_create_connection_pool(&self, params: &ConnectionParams) -> Result<Arc<PoolOf<Self>>> {
        shared::pool::<Self>(params, || self.get_connection_pool(params))
    }

    /// Returns the pool for a server; called once for each server when a cache is opened. Nothing is sent yet.
    fn connect(&self, url: &ServerUrl, options: &ConnectionOptions) -> Result<Arc<PoolOf<Self>>> {
        let params = self.make_connection_params(url, options)?;
        self.get_or_create_connection_pool(&params)
    }

    /// Returns the pools of a cache, each with the URL that it goes by: one for each server.
    fn connect_all(&self, urls: &[ServerUrl], options: &ConnectionOptions) -> Result<Pools<Self>> {
        urls.iter().map(|url| Ok((url.clone(), self.connect(url, options)?))).collect()
    }

    /// Hands out a connection; called for every operation.
    ///
    /// # Errors
    ///
    /// `Connection` or `Auth`, if none can be made; `Timeout`, if none is free before `deadline`.
    fn get_connection<'p>(
        &'p self,
        pool: &'p PoolOf<Self>,
        deadline: Instant,
    ) -> impl Future<Output = Result<ConnectionOf<Self>>> + Send + 'p {
        Self::Style::checkout(pool, deadline)
    }

    /// Closes the idle connections of a pool; it connects again when it is used again.
    fn disconnect(&self, pool: &PoolOf<Self>) {
        Self::Style::close(pool);
    }
}

/// Names the factory of a client that has only one that makes sense, so that a backend may leave it out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no default connection factory",
    label = "add `factory = AsyncConnectionFactory` or `factory = ConnectionFactory`",
    note = "a client of your own can name one: `impl DefaultFactory for {Self}`"
)]
pub trait DefaultFactory {
    /// The factory that is used when a backend names none.
    type Factory: BaseConnectionFactory;
}
