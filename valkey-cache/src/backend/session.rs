//! The executor: sends an operation's commands to the servers that the client chose, within the timeout.
//!
//! Written once. The calling style does the I/O; this is the only code that knows deadlines, retries and failover.

use std::future::Future;
use std::time::{Duration, Instant};

use tracing::Span;

use super::core::Core;
use crate::client::BaseClient;
use crate::error::{Error, ErrorKind, Result};
use crate::factory::{BaseConnectionFactory, CallingStyle, ConnectionOf, StyleOf};
use crate::operation::{Access, Executor, Reply, Request, Settings};

/// A longer batch is sent in parts, so that neither side holds more than one part.
const PART_REQUESTS: usize = 1000;
/// The same, in bytes.
const PART_BYTES: usize = 1 << 20;

/// One operation under way.
pub(crate) struct Session<'c, C, F: BaseConnectionFactory> {
    core: &'c Core<C, F>,
    version: Option<u64>,
    span: Span,
}

impl<'c, C: BaseClient, F: BaseConnectionFactory> Session<'c, C, F> {
    pub(crate) fn new(core: &'c Core<C, F>, version: Option<u64>, span: Span) -> Self {
        Self { core, version, span }
    }

    /// Sends to one server after the other until one answers.
    ///
    /// If the connection to the last one broke, what may be sent twice is sent to it once more: the connection was an
    /// old one, most likely, and the next one is new.
    async fn deliver<'s, T, Fut>(
        &'s self,
        request: &Request,
        access: Access,
        repeatable: bool,
        exchange: impl Fn(ConnectionOf<F>, Instant) -> Fut + Sync + 's,
    ) -> Result<T>
    where
        Fut: Future<Output = Result<T>> + Send + 's,
        T: Send,
    {
        let route = self.core.client().route(access, request, &self.core.servers());
        let deadline = Instant::now() + self.core.socket_timeout();
        let mut servers_left = route.len() as u32;
        let mut last = None;
        for server in route.iter() {
            let until = match servers_left {
                1 => deadline,
                // A server that hangs must leave time for the others.
                _ => Instant::now() + deadline.saturating_duration_since(Instant::now()) / servers_left,
            };
            servers_left -= 1;
            match self.attempt(server, until, &exchange).await {
                Ok(answer) => return Ok(answer),
                Err(failure) if !failure.error.is_transient() => return Err(failure.error),
                Err(failure) if failure.sent && !repeatable => return Err(failure.error),
                Err(failure) => last = Some((server, failure)),
            }
        }
        let (server, failure) = last.expect("a route names at least one server");
        if repeatable && failure.sent && failure.error.kind() == ErrorKind::Connection {
            return self.attempt(server, deadline, &exchange).await.map_err(|failure| failure.error);
        }
        Err(failure.error)
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
        let core = self.core;
        let fail = |error: Error, sent| {
            if error.is_transient() {
                core.health(server).failed();
            }
            Failure { error: error.with_server(core.url(server).to_string()), sent }
        };
        let connection = core.factory().get_connection(core.pool(server), deadline).await;
        let connection = connection.map_err(|error| fail(error, false))?;
        let answer = exchange(connection, deadline).await.map_err(|error| fail(error, true))?;
        core.health(server).succeeded();
        if !self.span.is_disabled() {
            self.span.record("server", tracing::field::display(core.url(server)));
        }
        Ok(answer)
    }

    async fn send_part(&self, requests: &[Request]) -> Result<Vec<Reply>> {
        let [first, ..] = requests else { return Ok(Vec::new()) };
        let reads = requests.iter().all(|request| request.access() == Access::Read);
        let access = if reads { Access::Read } else { Access::Write };
        let repeatable = requests.iter().all(Request::is_repeatable);
        self.deliver(first, access, repeatable, |mut connection, deadline| async move {
            StyleOf::<F>::send_all(&mut connection, requests, deadline).await
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
        self.deliver(request, request.access(), request.is_repeatable(), |mut connection, deadline| async move {
            match StyleOf::<F>::send(&mut connection, request, deadline).await? {
                // Another server may do better; all other error replies are the command's own affair.
                Reply::Error(error) if error.is_transient() => Err(error.into()),
                reply => Ok(reply),
            }
        })
        .await
    }

    async fn send_all(&self, requests: &[Request]) -> Result<Vec<Reply>> {
        if !self.span.is_disabled() {
            self.span.record("keys", requests.iter().map(Request::key_count).sum::<usize>());
        }
        let mut replies = Vec::with_capacity(requests.len());
        for part in parts(requests) {
            replies.append(&mut self.send_part(part).await?);
        }
        Ok(replies)
    }

    async fn sleep(&self, duration: Duration) {
        StyleOf::<F>::sleep(duration).await;
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
fn parts(requests: &[Request]) -> impl Iterator<Item = &[Request]> {
    let mut rest = requests;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |request: &&Request| {
            bytes += request.len();
            bytes <= PART_BYTES
        };
        let length = rest.iter().take(PART_REQUESTS).take_while(fits).count().max(1).min(rest.len());
        let (part, others) = rest.split_at(length);
        rest = others;
        (!part.is_empty()).then_some(part)
    })
}
