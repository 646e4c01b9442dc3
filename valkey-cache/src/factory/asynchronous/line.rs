//! A line to a server: one multiplexed connection at a time, replaced when it breaks.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use redis::aio::MultiplexedConnection;
use tokio::sync::Mutex;

use super::super::driver;
use super::super::endpoint::{Endpoint, Place, Step};
use super::super::generation::Generation;
use super::super::sentinel::{Follower, Node, Role};
use super::live::{Live, Term};
use crate::error::{Error, ErrorKind, Result};

/// After so many timeouts in a row a connection counts as dead, even if the ping has not failed yet.
const TIMEOUTS_MEAN_DEAD: u32 = 3;

/// The delays between attempts to connect: doubled from the first to the last, with jitter.
///
/// Callers wait for the next attempt, so that the first one after a restart meets the server; hence the short delays.
const FIRST_DELAY: Duration = Duration::from_millis(10);
const LAST_DELAY: Duration = Duration::from_millis(100);

/// One multiplexed connection to a server, or the way to get one.
pub(super) struct Line {
    pub(super) endpoint: Arc<Endpoint>,
    generation: Arc<Generation>,
    /// Which of several servers it goes to.
    turn: usize,
    /// Read by every operation, without a lock.
    current: ArcSwapOption<Live>,
    /// Held by the one operation that connects; the others wait for it, each until its own deadline.
    attempts: Mutex<Attempts>,
    /// How many attempts to connect have begun.
    begun: AtomicU64,
}

#[derive(Default)]
struct Attempts {
    failed: u32,
    not_before: Option<Instant>,
    failure: Option<Failure>,
}

/// How the last attempt failed.
struct Failure {
    attempt: u64,
    error: Error,
}

impl Line {
    /// Makes a line; the lines of one pool share their `generation`.
    pub(super) fn new(endpoint: Arc<Endpoint>, generation: Arc<Generation>, turn: usize) -> Arc<Self> {
        let (current, begun) = (ArcSwapOption::empty(), AtomicU64::new(0));
        let line = Arc::new(Self { endpoint, generation, turn, current, attempts: Mutex::default(), begun });
        let follower: Arc<dyn Follower> = Arc::clone(&line) as _;
        line.endpoint.tell(Arc::downgrade(&follower));
        line
    }

    /// Returns the connection; makes it if there is none.
    pub(super) async fn live(self: &Arc<Self>, deadline: Instant) -> Result<Arc<Live>> {
        needs_runtime()?;
        match self.usable() {
            Some(live) => Ok(live),
            // In a box, since otherwise every operation would carry the two kilobytes of connecting with it.
            None => Box::pin(self.connected(deadline)).await,
        }
    }

    /// Waits for the connection that somebody makes, or makes it.
    ///
    /// Only one caller at a time makes it. Those who were waiting when its attempt began share a failure of it, unless its
    /// time was up: theirs may not be.
    async fn connected(self: &Arc<Self>, deadline: Instant) -> Result<Arc<Live>> {
        let seen = self.begun.load(Ordering::Acquire);
        let within = tokio::time::timeout_at(deadline.into(), async {
            let mut attempts = self.attempts.lock().await;
            match (self.usable(), &attempts.failure) {
                (Some(live), _) => Ok(live),
                (None, Some(failure)) if failure.attempt > seen => Err(failure.error.clone()),
                (None, _) => self.attempt(&mut attempts, deadline).await,
            }
        });
        let connected = within.await.unwrap_or_else(|_| Err(self.endpoint.timeout()));
        connected.map_err(|error| self.endpoint.blame(error, None))
    }

    fn usable(&self) -> Option<Arc<Live>> {
        let (live, generation) = (self.current.load(), self.generation.now());
        live.as_ref().filter(|live| live.is_usable(generation)).map(Arc::clone)
    }

    async fn attempt(self: &Arc<Self>, attempts: &mut Attempts, deadline: Instant) -> Result<Arc<Live>> {
        let now = Instant::now();
        if let Some(wait) = attempts.not_before.and_then(|time| time.checked_duration_since(now)) {
            tokio::time::sleep(wait.min(deadline.saturating_duration_since(now) / 2)).await;
        }
        let attempt = self.begun.fetch_add(1, Ordering::AcqRel) + 1;
        match self.connect(deadline).await {
            Ok(live) => {
                *attempts = Attempts::default();
                let live = Arc::new(live);
                self.current.store(Some(Arc::clone(&live)));
                Ok(live)
            }
            Err(error) => {
                // A timeout was a wait of its own, and says that this caller had no more time: the next one tries at once.
                if error.kind() != ErrorKind::Timeout {
                    let delay = FIRST_DELAY.saturating_mul(1 << attempts.failed.min(10)).min(LAST_DELAY);
                    attempts.not_before = Some(Instant::now() + delay.mul_f64(0.5 + fastrand::f64() / 2.0));
                    attempts.failed += 1;
                    attempts.failure = Some(Failure { attempt, error: error.clone() });
                }
                Err(error)
            }
        }
    }

    async fn connect(self: &Arc<Self>, deadline: Instant) -> Result<Live> {
        let mut search = self.endpoint.search(self.turn);
        loop {
            let generation = self.generation.now();
            let place = match search.next()? {
                Step::Connect(place) => place,
                Step::Wait(service, ticket) => {
                    service.answered(ticket).await;
                    continue;
                }
            };
            match self.connect_to(&place, search.limit(deadline)).await {
                Ok(connection) if self.generation.is_of_term(generation) => {
                    place.reached();
                    let term = Term { generations: Arc::clone(&self.generation), generation };
                    return Ok(Live::new(connection, Arc::downgrade(self), term, place.node));
                }
                // Another server is meant by now.
                Ok(_) => {}
                Err(error) => search.failed(place, error)?,
            }
        }
    }

    async fn connect_to(&self, place: &Place, limit: Duration) -> Result<MultiplexedConnection> {
        let config = redis::AsyncConnectionConfig::new()
            .set_connection_timeout(Some(limit))
            // Each operation has a deadline of its own.
            .set_response_timeout(None);
        let failed = |error| driver::connect_error(error, &self.endpoint.params, limit);
        let connect = async {
            let client = driver::for_connection(&place.client, &self.endpoint.params)?;
            let connection = client.get_multiplexed_async_connection_with_config(&config).await;
            let mut connection = connection.map_err(failed)?;
            let greeting = driver::Greeting::new(&self.endpoint.params, place.node.as_ref());
            let answers = connection.send_packed_commands(&greeting.pipeline, 0, greeting.pipeline.len()).await;
            greeting.check(answers.map_err(failed)?)?;
            Ok(connection)
        };
        // The driver's own limit is for the socket; this one is for the handshake too.
        let in_time = tokio::time::timeout(limit, connect).await;
        in_time.unwrap_or_else(|_| Err(failed(std::io::Error::from(std::io::ErrorKind::TimedOut).into())))
    }

    /// Stops using the connections of a generation: the server of one of them is gone, or is not what it should be.
    pub(super) fn end_generation(&self, old: u64, node: Option<&Node>) {
        self.generation.end(old);
        self.endpoint.doubt(node);
    }

    /// Stops using a connection; the next operation makes a new one.
    fn discard(&self, live: &Arc<Live>) {
        let current = self.current.load();
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, live)) {
            self.current.compare_and_swap(&*current, None);
        }
    }

    /// Notes that an answer did not come in time, and asks the server whether it is there at all.
    pub(super) fn timed_out(self: &Arc<Self>, live: &Arc<Live>) {
        let is_elsewhere = self.endpoint.doubt(live.node());
        if is_elsewhere || live.count_timeout() >= TIMEOUTS_MEAN_DEAD {
            self.discard(live);
        } else {
            self.probe(live);
        }
    }

    /// Asks the server whether it is there, unless somebody is asking already; stops using the connection if it is not.
    pub(super) fn probe(self: &Arc<Self>, live: &Arc<Live>) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        if !live.claim_probe() {
            return;
        }
        let (line, live) = (Arc::clone(self), Arc::clone(live));
        runtime.spawn(async move {
            let mut connection = live.connection.clone();
            let ping = redis::cmd("PING");
            let ping = connection.send_packed_command(&ping);
            match tokio::time::timeout(line.endpoint.params.options.socket_timeout, ping).await {
                Ok(Err(error)) if driver::breaks_connection(&error) => live.broke(),
                Ok(_) => live.answered(),
                Err(_) => line.discard(&live),
            }
            live.release_probe();
        });
    }

    /// Drops the connection; operations that wait for an answer still get it.
    pub(super) fn close(&self) {
        self.current.store(None);
    }
}

impl Follower for Line {
    fn moved(&self, role: Role) {
        match role {
            Role::Primary => {
                self.generation.end_term();
                // Those who wait for the old one need not wait on.
                self.current.load().iter().for_each(|live| live.end());
            }
            Role::Replica => self.generation.end(self.generation.now()),
        }
    }
}

/// Without a runtime a connection does not help either: its timers are missing.
fn needs_runtime() -> Result<()> {
    // Asking for the task first counts no reference to the runtime, which all tasks share.
    if tokio::task::try_id().is_some() {
        return Ok(());
    }
    tokio::runtime::Handle::try_current().map(drop).map_err(|error| {
        Error::new(ErrorKind::Unsupported, "an async cache needs a tokio runtime, and there is none here")
            .with_source(error)
    })
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("url", &self.endpoint.params.url)
            .field("connected", &self.current.load().is_some())
            .finish()
    }
}
