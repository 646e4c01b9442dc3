//! Async connections: a few multiplexed ones that are replaced when they break.

mod all;
mod line;
mod live;
mod sentinel;

use std::fmt;
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use redis::aio::MultiplexedConnection;

use self::line::Line;
use self::live::{Live, Waiting};
pub use self::sentinel::AsyncSentinelConnectionFactory;
use super::driver;
use super::endpoint::Endpoint;
use super::generation::Generation;
#[cfg(feature = "memory")]
use super::memory::Store;
use super::params::ConnectionParams;
use super::sentinel::{Follower as _, Role};
use super::style::{BaseConnectionFactory, CallingStyle, Waits};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Reply, Request};

/// The style whose operations end in `.await`, on [tokio](https://docs.rs/tokio).
#[derive(Debug)]
pub enum Async {}

impl Waits for Async {}

/// The async connection factory: all tasks share a few multiplexed connections.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsyncConnectionFactory;

impl BaseConnectionFactory for AsyncConnectionFactory {
    type Style = Async;
}

/// The async connections to one server, or the store in this process.
#[derive(Debug)]
pub struct AsyncPool(Kind);

#[derive(Debug)]
enum Kind {
    /// Used in turn.
    Server { lines: Vec<Arc<Line>>, next: AtomicUsize, endpoint: Arc<Endpoint> },
    #[cfg(feature = "memory")]
    Memory(Arc<Store>),
}

/// After this part of its time an answer counts as late.
const LATE: u32 = 8;

/// An async connection; others use it at the same time.
#[derive(Clone, Debug)]
pub struct AsyncConnection(Lease);

#[derive(Clone)]
enum Lease {
    Server(Arc<Live>),
    #[cfg(feature = "memory")]
    Memory(Arc<Store>),
}

impl AsyncPool {
    /// Makes the pool of connections to an endpoint.
    pub(super) fn to(endpoint: Endpoint) -> Result<Self> {
        let (endpoint, generation) = (Arc::new(endpoint), Arc::<Generation>::default());
        let start = fastrand::usize(..1 << 16);
        let line = |turn| Line::new(Arc::clone(&endpoint), Arc::clone(&generation), start + turn);
        let lines = (0..endpoint.params.options.connections.get() * endpoint.most()).map(line).collect();
        Ok(Self(Kind::Server { lines, next: AtomicUsize::new(0), endpoint }))
    }
}

/// Several commands on their way.
#[derive(Debug)]
pub struct AsyncBatch(Packed);

enum Packed {
    Server {
        pipeline: redis::Pipeline,
        count: usize,
    },
    #[cfg(feature = "memory")]
    Memory(Vec<Request>),
}

impl AsyncConnection {
    /// Gives out the driver's connection, for raw access to a server.
    ///
    /// # Errors
    ///
    /// `Unsupported` for the store in this process.
    pub fn into_inner(self) -> Result<MultiplexedConnection> {
        match self.0 {
            Lease::Server(live) => Ok(live.connection.clone()),
            #[cfg(feature = "memory")]
            Lease::Memory(_) => Err(driver::no_raw_access()),
        }
    }

    /// Sends through the connection, for as long as there is time; tells the line how it went.
    async fn exchange<T, F>(
        &mut self,
        deadline: Instant,
        exchange: impl FnOnce(MultiplexedConnection) -> F,
    ) -> Result<T>
    where
        F: Future<Output = redis::RedisResult<T>> + Send,
    {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        let Lease::Server(live) = &mut self.0 else {
            return Err(Error::new(ErrorKind::Unsupported, "the store in this process has no connection"));
        };
        if !live.counts() {
            // In a box, since it hardly ever happens.
            *live = Box::pin(live.replacement(deadline)).await?;
        }
        let live = &*live;
        let waiting = Waiting::new(live);
        let mut exchange = pin!(exchange(live.connection.clone()));
        let now = Instant::now();
        let late = now + deadline.saturating_duration_since(now) / LATE;
        let outcome = match tokio::time::timeout_at(late.into(), exchange.as_mut()).await {
            Err(_) => tokio::time::timeout_at(deadline.into(), Box::pin(live.wait(exchange))).await,
            outcome => outcome,
        };
        waiting.over();
        if !live.counts() {
            return Err(live.blame(driver::demoted()));
        }
        match outcome {
            Ok(Ok(answer)) => {
                live.answered();
                Ok(answer)
            }
            Ok(Err(error)) => {
                if driver::breaks_connection(&error) {
                    live.broke();
                }
                Err(live.blame(driver::error(error, "waiting for the answer")))
            }
            Err(_) => {
                live.timed_out();
                Err(live.blame(driver::timeout("while waiting for the answer")))
            }
        }
    }
}

impl AsyncConnection {
    /// Takes note of what the answers say about the server.
    fn review(&self, answers: &mut [Reply]) {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        let Lease::Server(live) = &self.0 else { return };
        if answers.iter().any(|answer| matches!(answer, Reply::Error(_))) {
            live.sign(answers);
        }
        if live.node().is_some() && answers.iter().any(driver::is_read_only) {
            live.is_wrong();
        }
    }
}

impl CallingStyle for Async {
    type Ending = Self;
    type Pool = AsyncPool;
    type Connection = AsyncConnection;
    type Batch = AsyncBatch;
    type Raw = MultiplexedConnection;

    fn open(params: &ConnectionParams) -> Result<AsyncPool> {
        #[cfg(feature = "memory")]
        if let Some(store) = params.memory_store()? {
            return Ok(AsyncPool(Kind::Memory(store)));
        }
        AsyncPool::to(Endpoint::fixed(params)?)
    }

    async fn checkout(pool: &AsyncPool, deadline: Instant) -> Result<AsyncConnection> {
        match &pool.0 {
            Kind::Server { lines, next, endpoint } => {
                let line = match lines.as_slice() {
                    [line] => line,
                    lines => {
                        let used = endpoint.params.options.connections.get() * endpoint.count();
                        &lines[next.fetch_add(1, Ordering::Relaxed) % used.min(lines.len())]
                    }
                };
                Ok(AsyncConnection(Lease::Server(line.live(deadline).await?)))
            }
            #[cfg(feature = "memory")]
            Kind::Memory(store) => Ok(AsyncConnection(Lease::Memory(Arc::clone(store)))),
        }
    }

    fn raw(
        connection: AsyncConnection,
        _: &Request,
        _: Instant,
    ) -> impl Future<Output = Result<MultiplexedConnection>> + Send {
        ready(connection.into_inner())
    }

    async fn send(connection: &mut AsyncConnection, request: &Request, deadline: Instant) -> Result<Reply> {
        #[cfg(feature = "memory")]
        if let Lease::Memory(store) = &connection.0 {
            return Ok(store.answer(request));
        }
        let mut answer = connection
            .exchange(deadline, async |mut connection| {
                let answer = driver::reply(connection.send_packed_command(request.cmd()).await)?;
                match request.with_script_text().filter(|_| driver::is_unknown_script(&answer)) {
                    // In a box, since few commands are scripts and hardly any is unknown.
                    Some(cmd) => {
                        driver::reply(Box::pin(async move { connection.send_packed_command(&cmd).await }).await)
                    }
                    None => Ok(answer),
                }
            })
            .await;
        answer.iter_mut().for_each(|answer| connection.review(std::slice::from_mut(answer)));
        answer
    }

    fn pack(pool: &AsyncPool, requests: Vec<Request>) -> AsyncBatch {
        match &pool.0 {
            Kind::Server { .. } => AsyncBatch(Packed::Server { count: requests.len(), pipeline: pipeline(requests) }),
            #[cfg(feature = "memory")]
            Kind::Memory(_) => AsyncBatch(Packed::Memory(requests)),
        }
    }

    async fn send_all(connection: &mut AsyncConnection, batch: &AsyncBatch, deadline: Instant) -> Result<Vec<Reply>> {
        match &batch.0 {
            Packed::Server { pipeline, count } => {
                let send = async |mut connection: MultiplexedConnection| {
                    let values = connection.send_packed_commands(pipeline, 0, *count).await?;
                    Ok(values.into_iter().map(Reply::from).collect::<Vec<_>>())
                };
                let mut answers = connection.exchange(deadline, send).await;
                answers.iter_mut().for_each(|answers| connection.review(answers));
                answers
            }
            #[cfg(feature = "memory")]
            Packed::Memory(requests) => match &connection.0 {
                Lease::Memory(store) => Ok(requests.iter().map(|request| store.answer(request)).collect()),
                Lease::Server(_) => Err(driver::no_raw_access()),
            },
        }
    }

    async fn sleep(duration: Duration) {
        match tokio::runtime::Handle::try_current() {
            Ok(_) => tokio::time::sleep(duration).await,
            // The store in this process needs no runtime; whoever waits there has no timer but the thread's.
            Err(_) => std::thread::sleep(duration),
        }
    }

    fn all<T: Send>(futures: Vec<impl Future<Output = T> + Send>) -> impl Future<Output = Vec<T>> + Send {
        all::all(futures)
    }

    fn wait<T: Send>(event: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
        event
    }

    fn conclude(future: impl Future<Output = ()> + Send + 'static) {
        Self::detach(future);
    }

    fn detach(future: impl Future<Output = ()> + Send + 'static) {
        // Without a runtime nobody could run it, and there is nobody to tell.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(future);
        }
    }

    fn close(pool: &AsyncPool) {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        if let Kind::Server { lines, .. } = &pool.0 {
            lines.iter().for_each(|line| line.close());
        }
    }

    fn abandon(pool: &AsyncPool) {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        if let Kind::Server { lines, .. } = &pool.0 {
            lines.iter().for_each(|line| line.moved(Role::Primary));
        }
    }
}

/// Lays out commands for one round trip. Scripts go with their text: one that the server does not know would run after
/// the others, out of order.
fn pipeline(requests: Vec<Request>) -> redis::Pipeline {
    let mut pipeline = redis::Pipeline::with_capacity(requests.len());
    for request in requests {
        pipeline.add_command(request.into_cmd());
    }
    pipeline
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Lease::Server(_) => "Server",
            #[cfg(feature = "memory")]
            Lease::Memory(_) => "Memory",
        })
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = match self {
            Packed::Server { count, .. } => *count,
            #[cfg(feature = "memory")]
            Packed::Memory(requests) => requests.len(),
        };
        write!(f, "{count} commands")
    }
}
