//! The executor: sends an operation's commands to the servers that the client chose, within the timeout.
//!
//! Written once. The calling style does the I/O; this is the only code that knows deadlines, retries and failover.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tracing::Span;

use super::core::Core;
use crate::client::{BaseClient, Route};
use crate::error::{Error, ErrorKind, Result};
use crate::factory::{BaseConnectionFactory, CallingStyle, ConnectionOf, StyleOf};
use crate::operation::{Access, Executor, Flights, Reply, Request, Settings};

/// A longer batch is sent in parts, so that neither side holds more than one part.
const PART_REQUESTS: usize = 1000;
/// The same, in bytes.
const PART_BYTES: usize = 1 << 20;

/// One operation under way.
pub(crate) struct Session<'c, C, F: BaseConnectionFactory> {
    core: &'c Core<C, F>,
    operation: &'static str,
    version: Option<u64>,
    span: Span,
    /// How much of the next command's time has passed already, in nanoseconds.
    spent: AtomicU64,
}

impl<'c, C: BaseClient, F: BaseConnectionFactory> Session<'c, C, F> {
    pub(crate) fn new(core: &'c Core<C, F>, operation: &'static str, version: Option<u64>, span: Span) -> Self {
        Self { core, operation, version, span, spent: AtomicU64::new(0) }
    }

    /// Says in an error which operation of which cache failed.
    pub(crate) fn blame(&self, error: Error) -> Error {
        error.with_operation(self.operation).with_alias(self.core.settings().alias.as_str())
    }

    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// Returns when the time of a command is up that begins now; taken once, for all that it takes.
    fn deadline(&self) -> Instant {
        let spent = Duration::from_nanos(self.spent.swap(0, Ordering::Relaxed));
        Instant::now() + self.core.socket_timeout().saturating_sub(spent)
    }

    /// Sends to one server after the other until one answers.
    ///
    /// What may be sent twice is sent to a server once more if its connection broke: it was an old one, most likely, and
    /// says nothing about the server.
    async fn deliver<'s, T, Fut>(
        &'s self,
        route: Route,
        repeatable: bool,
        deadline: Instant,
        exchange: impl Fn(ConnectionOf<F>, Instant) -> Fut + Sync + 's,
    ) -> Result<T>
    where
        Fut: Future<Output = Result<T>> + Send + 's,
        T: Send,
    {
        let core = self.core;
        let mut servers_left = route.len() as u32;
        let mut last_error = None;
        for server in route.iter() {
            let until = match servers_left {
                1 => deadline,
                // A server that hangs must leave time for the others.
                _ => {
                    let now = Instant::now();
                    now + deadline.saturating_duration_since(now) / servers_left
                }
            };
            servers_left -= 1;
            let answer = match self.attempt(server, until, &exchange).await {
                // In a box, since it hardly ever happens and every operation would carry its room with it.
                Err(failure) if failure.broke() && repeatable => Box::pin(self.attempt(server, until, &exchange)).await,
                answer => answer,
            };
            let Failure { error, sent } = match answer {
                Ok(answer) => {
                    core.health(server).succeeded();
                    if !self.span.is_disabled() {
                        self.span.record("server", tracing::field::display(core.url(server)));
                    }
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            let error = error.with_server(core.url(server).to_string());
            if error.is_transient() {
                core.health(server).failed();
            }
            if !error.is_transient() || (sent && !repeatable) {
                return Err(error);
            }
            last_error = Some(error);
        }
        Err(last_error.expect("a route names at least one server"))
    }

    async fn attempt<'s, T, Fut>(
        &'s self,
        server: usize,
        deadline: Instant,
        exchange: &(impl Fn(ConnectionOf<F>, Instant) -> Fut + Sync + 's),
    ) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T>> + Send + 's,
        T: Send,
    {
        let connection = self.core.factory().get_connection(self.core.pool(server), deadline).await;
        let connection = connection.map_err(|error| Failure { error, sent: false })?;
        exchange(connection, deadline).await.map_err(|error| Failure { error, sent: true })
    }

    pub(super) fn core(&self) -> &'c Core<C, F> {
        self.core
    }

    pub(super) fn route(&self, access: Access, request: &Request) -> Route {
        self.core.client().route(access, request, &self.core.servers())
    }

    /// Returns the nodes that share the keys among them.
    pub(super) async fn nodes_until(&self, deadline: Instant) -> Result<Vec<usize>> {
        let nodes = StyleOf::<F>::nodes(self.core.pool(0), deadline).await?;
        Ok(nodes.unwrap_or_else(|| self.core.client().nodes(&self.core.servers())))
    }

    /// Sends commands that one server serves, in parts: the first has time until `deadline`, each further one a timeout of
    /// its own. With a part that fails those behind it fail too, since each of them might wait as long in vain.
    pub(super) async fn send_together(&self, requests: Vec<Request>, mut deadline: Instant) -> Vec<Result<Reply>> {
        let count = requests.len();
        let mut replies = Vec::with_capacity(count);
        for part in parts(requests) {
            match self.send_part(part, deadline).await {
                Ok(part) => replies.extend(part.into_iter().map(Ok)),
                Err(error) => {
                    replies.resize(count, Err(error));
                    break;
                }
            }
            deadline = self.deadline();
        }
        replies
    }

    async fn send_part(&self, requests: Vec<Request>, deadline: Instant) -> Result<Vec<Reply>> {
        let [first, ..] = requests.as_slice() else { return Ok(Vec::new()) };
        let reads = requests.iter().all(|request| request.access() == Access::Read);
        let access = if reads { Access::Read } else { Access::Write };
        let repeatable = requests.iter().all(Request::is_repeatable);
        let route = self.route(access, first);
        let batch = &StyleOf::<F>::pack(self.core.pool(route.first()), requests);
        self.deliver(route, repeatable, deadline, |mut connection, deadline| async move {
            let replies = StyleOf::<F>::send_all(&mut connection, batch, deadline).await?;
            // A server that cannot serve reads at the moment says so to each; another one may do better.
            let refusal = replies.iter().find_map(|reply| match reply {
                Reply::Error(error) if reads && error.is_transient() => Some(error),
                _ => None,
            });
            refusal.cloned().map_or(Ok(replies), |error| Err(error.into()))
        })
        .await
    }
}

/// Why a server gave no answer.
struct Failure {
    error: Error,
    /// Whether the server may have got the command: there was a connection.
    sent: bool,
}

impl Failure {
    /// Tells whether there was a connection and it broke.
    fn broke(&self) -> bool {
        self.sent && self.error.kind() == ErrorKind::Connection
    }
}

impl<C: BaseClient, F: BaseConnectionFactory> Executor for Session<'_, C, F> {
    fn settings(&self) -> &Settings {
        self.core.settings()
    }

    fn version(&self) -> Option<u64> {
        self.version
    }

    async fn send(&self, request: &Request) -> Result<Reply> {
        if !self.span.is_disabled() {
            self.span.record("keys", request.key_count());
        }
        let deadline = self.deadline();
        if let Some(cut) = self.cut(request)? {
            // In a box, since it is rare and every operation would carry its room with it.
            return Box::pin(self.send_cut(request, cut, deadline)).await;
        }
        let route = self.route(request.access(), request);
        self.deliver(route, request.is_repeatable(), deadline, |mut connection, deadline| async move {
            match StyleOf::<F>::send(&mut connection, request, deadline).await? {
                // Another server may do better; all other error replies are the command's own affair.
                Reply::Error(error) if error.is_transient() => Err(error.into()),
                reply => Ok(reply),
            }
        })
        .await
    }

    async fn send_all(&self, requests: Vec<Request>) -> Result<Vec<Result<Reply>>> {
        if !self.span.is_disabled() {
            self.span.record("keys", requests.iter().map(Request::key_count).sum::<usize>());
        }
        if self.shares_keys() {
            return Box::pin(self.fan_out(requests, self.deadline())).await;
        }
        let mut replies = Vec::with_capacity(requests.len());
        for part in parts(requests) {
            replies.extend(self.send_part(part, self.deadline()).await?.into_iter().map(Ok));
        }
        Ok(replies)
    }

    async fn nodes(&self) -> Result<Vec<usize>> {
        let deadline = self.deadline();
        let nodes = self.nodes_until(deadline).await;
        // Whoever asks for the nodes is about to send them something, and both have one timeout together.
        let left = deadline.saturating_duration_since(Instant::now());
        let spent = self.core.socket_timeout().saturating_sub(left);
        self.spent.store(spent.as_nanos() as u64, Ordering::Relaxed);
        nodes
    }

    async fn sleep(&self, duration: Duration) {
        StyleOf::<F>::sleep(duration).await;
    }

    async fn wait<T: Send>(&self, event: impl Future<Output = T> + Send) -> T {
        StyleOf::<F>::wait(event).await
    }

    fn flights(&self) -> &Flights {
        self.core.flights()
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn found(&self, hits: usize) {
        if !self.span.is_disabled() {
            self.span.record("hits", hits);
        }
    }
}

/// Cuts requests into parts of a bounded size; a request is never cut.
fn parts(requests: Vec<Request>) -> impl Iterator<Item = Vec<Request>> {
    let mut rest = requests.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut part = vec![rest.next()?];
        part.reserve(rest.size_hint().0.min(PART_REQUESTS));
        let mut bytes = part[0].len();
        while part.len() < PART_REQUESTS {
            let fits = |request: &Request| bytes + request.len() <= PART_BYTES;
            let Some(request) = rest.next_if(fits) else { break };
            bytes += request.len();
            part.push(request);
        }
        Some(part)
    })
}
