//! A line to a server: one multiplexed connection at a time, replaced when it breaks.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use redis::aio::MultiplexedConnection;
use tokio::sync::Mutex;
use tokio::task::AbortHandle;

use super::driver;
use super::params::ConnectionParams;
use crate::error::{Error, ErrorKind, Result};

/// After so many timeouts in a row a connection counts as dead, even if the ping has not failed yet.
const TIMEOUTS_MEAN_DEAD: u32 = 3;

/// The delays between attempts to connect: doubled from the first to the last, with jitter.
const FIRST_DELAY: Duration = Duration::from_millis(20);
const LAST_DELAY: Duration = Duration::from_secs(1);

/// One multiplexed connection to a server, or the way to get one.
pub(super) struct Line {
    client: redis::Client,
    params: ConnectionParams,
    /// Read by every operation, without a lock.
    current: ArcSwapOption<Live>,
    /// Held by the one operation that connects; the others wait for it, each until its own deadline.
    attempts: Mutex<Attempts>,
}

/// A connection that was made, and what is known of its health.
pub(super) struct Live {
    pub(super) connection: MultiplexedConnection,
    timeouts: AtomicU32,
    probed: AtomicBool,
    gone: Arc<AtomicBool>,
    /// A task that ends with the runtime, so that a connection made by a runtime that is gone is not used.
    watch: AbortHandle,
}

#[derive(Default)]
struct Attempts {
    failed: u32,
    not_before: Option<Instant>,
    last_error: String,
}

impl Live {
    /// Notes that the server answers.
    pub(super) fn answered(&self) {
        // Reading first keeps the cache line shared among the tasks of a healthy connection.
        if self.timeouts.load(Ordering::Relaxed) != 0 {
            self.timeouts.store(0, Ordering::Relaxed);
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.watch.abort();
    }
}

/// Says that the runtime of a connection is gone when it is dropped with it.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Line {
    pub(super) fn new(client: redis::Client, params: ConnectionParams) -> Self {
        Self { client, params, current: ArcSwapOption::empty(), attempts: Mutex::default() }
    }

    /// Returns the connection; makes it if there is none.
    pub(super) async fn live(&self, deadline: Instant) -> Result<Arc<Live>> {
        if let Some(live) = self.usable() {
            return Ok(live);
        }
        tokio::runtime::Handle::try_current().map_err(|error| {
            Error::new(ErrorKind::Unsupported, "an async cache needs a tokio runtime, and there is none here")
                .with_source(error)
        })?;
        let within = tokio::time::timeout_at(deadline.into(), async {
            let mut attempts = self.attempts.lock().await;
            match self.usable() {
                Some(live) => Ok(live),
                None => self.attempt(&mut attempts).await,
            }
        });
        within.await.map_err(|_| driver::timeout("while connecting"))?
    }

    fn usable(&self) -> Option<Arc<Live>> {
        let live = self.current.load();
        live.as_ref().filter(|live| !live.gone.load(Ordering::Acquire)).map(Arc::clone)
    }

    async fn attempt(&self, attempts: &mut Attempts) -> Result<Arc<Live>> {
        let now = Instant::now();
        if let Some(wait) = attempts.not_before.and_then(|time| time.checked_duration_since(now)) {
            let message = format!("{}; the next attempt is due in {wait:.1?}", attempts.last_error);
            return Err(Error::new(ErrorKind::Connection, message));
        }
        match self.connect().await {
            Ok(live) => {
                *attempts = Attempts::default();
                let live = Arc::new(live);
                self.current.store(Some(Arc::clone(&live)));
                Ok(live)
            }
            Err(error) => {
                // A timeout was a wait of its own: the next caller tries at once, so that a server that was
                // stopped and goes on is met by the first call.
                if !error.is_timeout() {
                    let delay = FIRST_DELAY.saturating_mul(1 << attempts.failed.min(10)).min(LAST_DELAY);
                    attempts.not_before = Some(Instant::now() + delay.mul_f64(0.5 + fastrand::f64() / 2.0));
                    attempts.failed += 1;
                }
                let error = driver::error(error, "connecting");
                attempts.last_error = error.to_string();
                Err(error)
            }
        }
    }

    async fn connect(&self) -> redis::RedisResult<Live> {
        let config = redis::AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.params.options.socket_connect_timeout))
            // Each operation has a deadline of its own.
            .set_response_timeout(None);
        let connect = async {
            let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
            for cmd in driver::greeting(&self.params) {
                connection.send_packed_command(&cmd).await?;
            }
            Ok::<_, redis::RedisError>(connection)
        };
        // The driver's own limit is for the socket; this one is for the handshake too.
        let connection = match tokio::time::timeout(self.params.options.socket_connect_timeout, connect).await {
            Ok(connection) => connection?,
            Err(_) => return Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
        };
        let gone = Arc::new(AtomicBool::new(false));
        let guard = Gone(Arc::clone(&gone));
        let watch = tokio::spawn(async move {
            let _guard = guard;
            std::future::pending::<()>().await;
        });
        Ok(Live {
            connection,
            timeouts: AtomicU32::new(0),
            probed: AtomicBool::new(false),
            gone,
            watch: watch.abort_handle(),
        })
    }

    /// Stops using a connection that broke; the next operation makes a new one.
    pub(super) fn discard(&self, live: &Arc<Live>) {
        let current = self.current.load();
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, live)) {
            self.current.compare_and_swap(&*current, None);
        }
    }

    /// Notes that an answer did not come in time, and asks the server whether it is there at all.
    pub(super) fn timed_out(self: &Arc<Self>, live: &Arc<Live>) {
        if live.timeouts.fetch_add(1, Ordering::Relaxed) + 1 >= TIMEOUTS_MEAN_DEAD {
            self.discard(live);
        } else if !live.probed.swap(true, Ordering::AcqRel) {
            let (line, live) = (Arc::clone(self), Arc::clone(live));
            tokio::spawn(async move {
                let mut connection = live.connection.clone();
                let ping = redis::cmd("PING");
                let ping = connection.send_packed_command(&ping);
                match tokio::time::timeout(line.params.options.socket_timeout, ping).await {
                    Ok(Ok(_)) => live.answered(),
                    _ => line.discard(&live),
                }
                live.probed.store(false, Ordering::Release);
            });
        }
    }

    /// Drops the connection; operations that wait for an answer still get it.
    pub(super) fn close(&self) {
        self.current.store(None);
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("url", &self.params.url)
            .field("connected", &self.current.load().is_some())
            .finish()
    }
}
