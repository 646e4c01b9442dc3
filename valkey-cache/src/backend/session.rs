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
    /// What may be sent twice is sent once more to the last server if its connection broke: it was an old one, most likely.
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
        let (core, servers) = (self.core, self.core.servers());
        let route = match access {
            Access::Read => core.client().route_read(request, &servers),
            Access::Write => core.client().route_write(request, &servers),
        };
        let deadline = Instant::now() + core.socket_timeout();
        let mut left = route.len() as u32;
        let again = repeatable.then(|| route.iter().last()).flatten();
        let mut last_error: Option<Error> = None;
        for server in route.iter().chain(again) {
            let is_repetition = left == 0;
            if is_repetition && last_error.as_ref().is_none_or(|error| error.kind() != ErrorKind::Connection) {
                break;
            }
            // A server that hangs must leave time for the others.
            let share = deadline.saturating_duration_since(Instant::now()) / left.max(1);
            left = left.saturating_sub(1);
            let until = if left == 0 { deadline } else { Instant::now() + share };
            let answer = async {
                let connection =
                    core.factory().get_connection(core.pool(server), until).await.map_err(|error| (false, error))?;
                exchange(connection, until).await.map_err(|error| (true, error))
            };
            match answer.await {
                Ok(answer) => {
                    core.health(server).succeeded();
                    if !self.span.is_disabled() {
                        self.span.record("server", tracing::field::display(core.url(server)));
                    }
                    return Ok(answer);
                }
                Err((sent, error)) => {
                    let error = error.with_server(core.url(server).to_string());
                    if !error.is_transient() {
                        return Err(error);
                    }
                    core.health(server).failed();
                    let stop = sent && !repeatable;
                    last_error = Some(error);
                    if stop {
                        break;
                    }
                }
            }
        }
        Err(last_error.expect("a route names at least one server"))
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
