//! Blocking connections: an r2d2 pool without a PING per checkout.

mod live;
mod park;
mod sentinel;
mod server;
mod slot;

use std::fmt;
use std::future::{Future, ready};
use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use scheduled_thread_pool::ScheduledThreadPool;

use self::live::Live;
pub use self::sentinel::SentinelConnectionFactory;
use self::server::Server;
use self::slot::Slots;
use super::driver;
use super::endpoint::Endpoint;
#[cfg(feature = "memory")]
use super::memory::Store;
use super::params::ConnectionParams;
use super::sentinel::{Follower as _, Role};
use super::style::{BaseConnectionFactory, Blocks, CallingStyle};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Reply, Request};

/// The style whose operations end in `.run()`. No async runtime takes part.
#[derive(Debug)]
pub enum Blocking {}

impl Blocks for Blocking {}

/// The blocking connection factory: threads take connections from a pool.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConnectionFactory;

impl BaseConnectionFactory for ConnectionFactory {
    type Style = Blocking;
}

/// The blocking connections to one server, or the store in this process.
#[derive(Debug)]
pub struct BlockingPool(Kind);

#[derive(Debug)]
enum Kind {
    Server {
        pool: r2d2::Pool<Slots>,
        server: Arc<Server>,
    },
    #[cfg(feature = "memory")]
    Memory(Arc<Store>),
}

/// r2d2 lets threads fill its pools. All that these do is to make empty slots, so that one is enough for all pools.
static FILLER: LazyLock<Arc<ScheduledThreadPool>> = LazyLock::new(|| Arc::new(ScheduledThreadPool::new(1)));

/// A connection that lay idle for longer is pinged before a command that must not be sent twice.
const IDLE_IS_SUSPECT: Duration = Duration::from_secs(1);

/// A blocking connection, taken from the pool; its place goes back when it is dropped.
///
/// For raw access to a server it dereferences to [`redis::Connection`]. Such a connection is closed when it is dropped:
/// nobody knows whether it is still in the same database, or which answers are on their way.
pub struct BlockingConnection {
    lease: Lease,
    is_raw: bool,
}

#[cfg_attr(
    feature = "memory",
    expect(clippy::large_enum_variant, reason = "lives on the stack for the time of one operation")
)]
enum Lease {
    Server {
        slot: r2d2::PooledConnection<Slots>,
        server: Arc<Server>,
    },
    #[cfg(feature = "memory")]
    Memory(Arc<Store>),
}

impl BlockingPool {
    /// Makes the pool of connections to an endpoint.
    pub(super) fn to(endpoint: Endpoint) -> Result<Self> {
        let options = &endpoint.params.options;
        let pool = r2d2::Pool::builder()
            .max_size(options.max_connections.get())
            .min_idle(Some(0))
            .test_on_check_out(false)
            .thread_pool(Arc::clone(&FILLER))
            .connection_timeout(options.socket_timeout)
            .build_unchecked(Slots);
        Ok(Self(Kind::Server { pool, server: Server::new(endpoint) }))
    }
}

impl BlockingConnection {
    fn new(lease: Lease) -> Self {
        Self { lease, is_raw: false }
    }

    /// Checks that there is a driver's connection inside, for raw access.
    fn into_raw(mut self) -> Result<Self> {
        self.is_raw = true;
        match &self.lease {
            Lease::Server { .. } => Ok(self),
            #[cfg(feature = "memory")]
            Lease::Memory(_) => Err(driver::no_raw_access()),
        }
    }

    /// Sends through the connection; one that broke or timed out is not used again.
    fn exchange<T>(
        &mut self,
        repeatable: bool,
        deadline: Instant,
        exchange: impl FnOnce(&mut Live) -> redis::RedisResult<T>,
    ) -> Result<T> {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        let Lease::Server { slot, server } = &mut self.lease else {
            return Err(Error::new(ErrorKind::Unsupported, "the store in this process has no connection"));
        };
        if let Some(live) = &mut slot.live
            && !repeatable
            && live.idle() > IDLE_IS_SUSPECT
            // The other half of the time is for a new connection.
            && !live.is_alive(Instant::now() + driver::remaining(deadline)? / 2)
        {
            server.generation.end(live.generation);
            slot.live = Some(server.connect(deadline)?);
        }
        if slot.live.as_ref().is_some_and(|live| !server.generation.is_of_term(live.generation)) {
            slot.live = Some(server.connect(deadline)?);
        }
        let live = slot.live.as_mut().ok_or_else(|| Error::new(ErrorKind::Connection, "the connection is closed"))?;
        let generation = live.generation;
        let answer = exchange(live);
        if !server.generation.is_of_term(generation) {
            let error = server.endpoint.blame(driver::demoted(), live.node.as_ref());
            slot.live = None;
            return Err(error);
        }
        let error = match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let (breaks, is_timeout) = (driver::breaks_connection(&error), error.is_timeout());
        let error = server.endpoint.blame(driver::error(error, "waiting for the answer"), live.node.as_ref());
        if breaks && let Some(live) = slot.live.take() {
            match is_timeout {
                true => server.was_silent(&live),
                false => server.generation.end(generation),
            }
            server.doubt(&live);
        }
        Err(error)
    }

    /// Takes note of what the answers say about the server.
    fn review(&mut self, answers: &mut [Reply]) {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        let Lease::Server { slot, server } = &mut self.lease else { return };
        server.endpoint.sign(answers, slot.live.as_ref().and_then(|live| live.node.as_ref()));
        if let Some(live) = slot.live.take_if(|live| live.node.is_some() && answers.iter().any(driver::is_read_only)) {
            server.generation.end(live.generation);
            server.doubt(&live);
        }
    }
}

impl Drop for BlockingConnection {
    fn drop(&mut self) {
        if let Lease::Server { slot, .. } = &mut self.lease
            && self.is_raw
        {
            slot.live = None;
        }
    }
}

impl CallingStyle for Blocking {
    type Ending = Self;
    type Pool = BlockingPool;
    type Connection = BlockingConnection;
    type Batch = Vec<Request>;
    type Raw = BlockingConnection;

    fn open(params: &ConnectionParams) -> Result<BlockingPool> {
        #[cfg(feature = "memory")]
        if let Some(store) = params.memory_store()? {
            return Ok(BlockingPool(Kind::Memory(store)));
        }
        BlockingPool::to(Endpoint::fixed(params)?)
    }

    fn checkout(pool: &BlockingPool, deadline: Instant) -> impl Future<Output = Result<BlockingConnection>> + Send {
        let take = || match &pool.0 {
            Kind::Server { pool, server } => {
                let mut slot = match pool.try_get() {
                    Some(slot) => slot,
                    None => {
                        let free = pool.get_timeout(driver::remaining(deadline)?);
                        free.map_err(|_| server.endpoint.blame(in_use(pool.max_size()), None))?
                    }
                };
                let (generation, count) = (server.generation.now(), server.endpoint.count());
                if count > 1 {
                    slot.turn(count);
                }
                if slot.live.as_ref().is_none_or(|live| live.generation != generation || server.distrusts(live)) {
                    slot.live = None;
                    slot.live = Some(server.connect(deadline)?);
                }
                Ok(BlockingConnection::new(Lease::Server { slot, server: Arc::clone(server) }))
            }
            #[cfg(feature = "memory")]
            Kind::Memory(store) => Ok(BlockingConnection::new(Lease::Memory(Arc::clone(store)))),
        };
        ready(take())
    }

    fn raw(
        connection: BlockingConnection,
        _: &Request,
        _: Instant,
    ) -> impl Future<Output = Result<BlockingConnection>> + Send {
        ready(connection.into_raw())
    }

    fn send(
        connection: &mut BlockingConnection,
        request: &Request,
        deadline: Instant,
    ) -> impl Future<Output = Result<Reply>> + Send {
        #[cfg(feature = "memory")]
        if let Lease::Memory(store) = &connection.lease {
            return ready(Ok(store.answer(request)));
        }
        let mut answer = connection.exchange(request.is_repeatable(), deadline, |live| live.query(request, deadline));
        answer.iter_mut().for_each(|answer| connection.review(std::slice::from_mut(answer)));
        ready(answer)
    }

    fn pack(_: &BlockingPool, requests: Vec<Request>) -> Vec<Request> {
        requests
    }

    fn send_all(
        connection: &mut BlockingConnection,
        requests: &Vec<Request>,
        deadline: Instant,
    ) -> impl Future<Output = Result<Vec<Reply>>> + Send {
        #[cfg(feature = "memory")]
        if let Lease::Memory(store) = &connection.lease {
            return ready(Ok(requests.iter().map(|request| store.answer(request)).collect()));
        }
        let repeatable = requests.iter().all(Request::is_repeatable);
        let mut answers = connection.exchange(repeatable, deadline, |live| live.query_all(requests, deadline));
        answers.iter_mut().for_each(|answers| connection.review(answers));
        ready(answers)
    }

    fn sleep(duration: Duration) -> impl Future<Output = ()> + Send {
        thread::sleep(duration);
        ready(())
    }

    fn all<T: Send>(futures: Vec<impl Future<Output = T> + Send>) -> impl Future<Output = Vec<T>> + Send {
        ready(thread::scope(|scope| {
            // The last one keeps this thread busy, mostly it is the only one.
            let mut futures = futures;
            let last = futures.pop();
            let threads = futures.into_iter().map(|future| scope.spawn(|| run(future))).collect::<Vec<_>>();
            let last = last.map(run);
            let outputs = threads.into_iter().map(|thread| match thread.join() {
                Ok(output) => output,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            let mut outputs = outputs.collect::<Vec<_>>();
            outputs.extend(last);
            outputs
        }))
    }

    async fn wait<T: Send>(event: impl Future<Output = T> + Send) -> T {
        park::until_ready(event)
    }

    fn conclude(future: impl Future<Output = ()> + Send + 'static) {
        run(future);
    }

    fn detach(future: impl Future<Output = ()> + Send + 'static) {
        let thread = thread::Builder::new().name("valkey-cache-detached".to_owned());
        if let Err(error) = thread.spawn(|| run(future)) {
            tracing::debug!("the system gives no thread for what nobody waits for: {error}");
        }
    }

    fn close(pool: &BlockingPool) {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        if let Kind::Server { pool, server } = &pool.0 {
            server.generation.end(server.generation.now());
            // Slots in use see the new generation when they are next taken.
            let idle = std::iter::from_fn(|| pool.try_get()).take(pool.max_size() as usize).collect::<Vec<_>>();
            idle.into_iter().for_each(|mut slot| slot.close());
        }
    }

    fn abandon(pool: &BlockingPool) {
        #[cfg_attr(
            not(feature = "memory"),
            expect(irrefutable_let_patterns, reason = "without `memory` there are only servers")
        )]
        if let Kind::Server { server, .. } = &pool.0 {
            server.moved(Role::Primary);
        }
    }
}

fn in_use(connections: u32) -> Error {
    let message =
        format!("all {connections} connections of the pool stayed in use; raise `max_connections` or `socket_timeout`");
    Error::new(ErrorKind::Timeout, message)
}

/// Runs a future of the blocking style: one poll, since all that it waits for is ready.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => {
            panic!("a blocking operation awaited something that was not ready; blocking flows take plain closures")
        }
    }
}

impl Deref for BlockingConnection {
    type Target = redis::Connection;

    fn deref(&self) -> &redis::Connection {
        match &self.lease {
            Lease::Server { slot, .. } => &slot.live.as_ref().expect(RAW_IS_CONNECTED).connection,
            #[cfg(feature = "memory")]
            Lease::Memory(_) => unreachable!("{RAW_IS_CONNECTED}"),
        }
    }
}

impl DerefMut for BlockingConnection {
    fn deref_mut(&mut self) -> &mut redis::Connection {
        match &mut self.lease {
            Lease::Server { slot, .. } => &mut slot.live.as_mut().expect(RAW_IS_CONNECTED).connection,
            #[cfg(feature = "memory")]
            Lease::Memory(_) => unreachable!("{RAW_IS_CONNECTED}"),
        }
    }
}

const RAW_IS_CONNECTED: &str = "raw access hands out connected connections only";

impl fmt::Debug for BlockingConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingConnection").finish_non_exhaustive()
    }
}
