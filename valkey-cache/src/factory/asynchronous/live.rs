//! One multiplexed connection, and what is known of its health.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::task::Poll;
use std::time::Instant;

use redis::aio::MultiplexedConnection;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::super::generation::Generation;
use super::super::sentinel::Node;
use super::line::Line;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Reply;

/// A connection that was made, and what is known of its health.
pub(super) struct Live {
    pub(super) connection: MultiplexedConnection,
    /// Where it belongs. Weak, since the line owns it.
    line: Weak<Line>,
    term: Term,
    /// Which node of a service it goes to.
    node: Option<Node>,
    timeouts: AtomicU32,
    probed: AtomicBool,
    /// Wakes those who have waited for long when the connection turns out to have ended.
    ended: watch::Sender<bool>,
    gone: Arc<AtomicBool>,
    /// A task that ends with the runtime, so that a connection made by a runtime that is gone is not used.
    guard: AbortHandle,
}

/// The generation of the line when the attempt to connect began, among those that came after it.
pub(super) struct Term {
    pub(super) generations: Arc<Generation>,
    pub(super) generation: u64,
}

impl Live {
    /// Takes a connection that was made just now, by the runtime that runs this.
    pub(super) fn new(connection: MultiplexedConnection, line: Weak<Line>, term: Term, node: Option<Node>) -> Self {
        let gone = Arc::new(AtomicBool::new(false));
        let guard = Gone(Arc::clone(&gone));
        let guarded = tokio::spawn(async move {
            let _guard = guard;
            std::future::pending::<()>().await;
        });
        Self {
            connection,
            line,
            term,
            node,
            timeouts: AtomicU32::new(0),
            probed: AtomicBool::new(false),
            ended: watch::Sender::new(false),
            gone,
            guard: guarded.abort_handle(),
        }
    }

    /// Tells whether the connection is to be used by a line of this generation.
    pub(super) fn is_usable(&self, generation: u64) -> bool {
        self.term.generation == generation && !self.gone.load(Ordering::Acquire)
    }

    /// Tells whether the server is still the one that is meant.
    pub(super) fn counts(&self) -> bool {
        self.term.generations.is_of_term(self.term.generation)
    }

    /// Returns the connection that took its place; makes it if there is none.
    pub(super) async fn replacement(&self, deadline: Instant) -> Result<Arc<Live>> {
        match self.line.upgrade() {
            Some(line) => line.live(deadline).await,
            None => Err(Error::new(ErrorKind::Connection, "the cache that this connection belongs to is gone")),
        }
    }

    /// Returns the node of a service that it goes to.
    pub(super) fn node(&self) -> Option<&Node> {
        self.node.as_ref()
    }

    /// Says in an error which server it is about.
    pub(super) fn blame(&self, error: Error) -> Error {
        match self.line.upgrade() {
            Some(line) => line.endpoint.blame(error, self.node()),
            None => error,
        }
    }

    /// Notes in error replies that they came from here.
    pub(super) fn sign(&self, replies: &mut [Reply]) {
        if let Some(line) = self.line.upgrade() {
            line.endpoint.sign(replies, self.node());
        }
    }

    /// Counts one more timeout in a row; returns how many.
    pub(super) fn count_timeout(&self) -> u32 {
        self.timeouts.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Claims to be the one that asks whether the server is there; tells whether nobody else does.
    pub(super) fn claim_probe(&self) -> bool {
        !self.probed.swap(true, Ordering::AcqRel)
    }

    /// Lets somebody else ask.
    pub(super) fn release_probe(&self) {
        self.probed.store(false, Ordering::Release);
    }

    /// Notes that the server answers.
    pub(super) fn answered(&self) {
        // Reading first keeps the cache line shared among the tasks of a healthy connection.
        if self.timeouts.load(Ordering::Relaxed) != 0 {
            self.timeouts.store(0, Ordering::Relaxed);
        }
    }

    /// Notes that the connection broke. The others of its age most likely broke with it: the server was restarted. What
    /// waits on them still does.
    pub(super) fn broke(&self) {
        self.end();
        self.is_wrong();
    }

    /// Wakes those who wait on it for long.
    pub(super) fn end(&self) {
        self.ended.send_replace(true);
    }

    /// Notes that the server is not what it should be; it still answers.
    pub(super) fn is_wrong(&self) {
        if let Some(line) = self.line.upgrade() {
            line.end_generation(self.term.generation, self.node());
        }
    }

    /// Waits on for an answer that is late.
    ///
    /// The driver loses a command that it is handed just as its connection breaks: nobody answers it, and nobody says
    /// that it failed. So ask whether the connection is there.
    pub(super) async fn wait<T>(
        self: &Arc<Self>,
        mut exchange: Pin<&mut (impl Future<Output = redis::RedisResult<T>> + Send)>,
    ) -> redis::RedisResult<T> {
        let mut ended = self.ended.subscribe();
        if let Some(line) = self.line.upgrade() {
            line.probe(self);
        }
        let mut ended = pin!(ended.wait_for(|ended| *ended));
        let mut has_ended = false;
        poll_fn(|cx| {
            has_ended = has_ended || ended.as_mut().poll(cx).is_ready();
            match exchange.as_mut().poll(cx) {
                Poll::Pending if has_ended => {
                    Poll::Ready(Err(std::io::Error::from(std::io::ErrorKind::BrokenPipe).into()))
                }
                outcome => outcome,
            }
        })
        .await
    }

    /// Notes that an answer did not come in time.
    pub(super) fn timed_out(self: &Arc<Self>) {
        if let Some(line) = self.line.upgrade() {
            line.timed_out(self);
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.guard.abort();
    }
}

/// A caller that waits for an answer. One that goes away before it comes may know that none will: so ask.
///
/// Callers with a shorter patience than the cache's timeout would else never find out that a connection is dead.
pub(super) struct Waiting<'l> {
    live: &'l Arc<Live>,
    over: bool,
}

impl<'l> Waiting<'l> {
    pub(super) fn new(live: &'l Arc<Live>) -> Self {
        Self { live, over: false }
    }

    /// Notes that the wait came to an end, one way or another.
    pub(super) fn over(mut self) {
        self.over = true;
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.over
            && let Some(line) = self.live.line.upgrade()
        {
            line.probe(self.live);
        }
    }
}

/// Says that the runtime of a connection is gone when it is dropped with it.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
