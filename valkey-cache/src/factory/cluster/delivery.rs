//! Sending requests to nodes, and deciding what their answers come to.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::driver;
use super::super::style::CallingStyle;
use super::map::Node;
use super::nodes::Cluster;
use super::pursuit::Pursuit;
use super::redirection::Redirection;
use super::target::{Role, nobody, target};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Access, Reply, Request};

/// No failover is quicker: the nodes have to find out, and to vote.
const LATE: Duration = Duration::from_millis(500);

/// What an attempt comes to.
pub(super) enum Verdict<S: CallingStyle> {
    /// This is what the caller gets.
    Done(Result<Reply>),
    /// It is to be sent again; what came of it so far stands if there is no time for that.
    Again(Hop<S>, Pause, Result<Reply>),
}

/// Where a request goes next.
pub(super) enum Hop<S: CallingStyle> {
    /// To the node that serves its slot, as far as is known.
    Owner,
    /// Where another node said.
    To(Arc<Node<S>>),
    /// Where another node said, this once.
    Asking(Arc<Node<S>>),
}

/// What is to be done before a request is sent again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pause {
    None,
    Wait,
    AskNodes,
}

/// An attempt to get answers from one node.
pub(super) struct Attempt<'a, S: CallingStyle> {
    pub(super) node: &'a Arc<Node<S>>,
    pub(super) begun: Instant,
    /// Whether all that was sent together may be sent again when nobody knows whether the node did it.
    pub(super) is_repeatable: bool,
}

/// Why a node gave no answer.
#[derive(Clone)]
pub(super) struct Failure {
    error: Error,
    /// Whether the node may have got the request: there was a connection.
    is_sent: bool,
}

impl<S: CallingStyle> Cluster<S> {
    /// Sends one request and waits for its answer.
    pub(super) async fn send(&self, role: Role, request: &Request, deadline: Instant) -> Result<Reply> {
        let map = self.known(deadline).await?;
        let verdict = match target(&map, role, request)? {
            None => missed(role, request),
            Some(node) => {
                let attempt = Attempt { node, begun: Instant::now(), is_repeatable: request.is_repeatable() };
                match self.exchange(node, request, deadline).await {
                    Ok(reply) if attempt.is_answered(request, &reply) => return Ok(reply),
                    // In a box, since it is rare and every operation would carry its room with it.
                    outcome => Box::pin(self.judge(role, request, &attempt, outcome, deadline)).await,
                }
            }
        };
        match verdict {
            Verdict::Done(outcome) => outcome,
            again => {
                let mut pursuit = Pursuit::new(self, role, std::slice::from_ref(request), deadline);
                pursuit.settle(0, again);
                Box::pin(pursuit.run()).await.remove(0)
            }
        }
    }

    /// Sends several requests, to all their nodes at the same time; each has an outcome of its own.
    pub(super) async fn send_all(&self, role: Role, requests: &[Request], deadline: Instant) -> Vec<Result<Reply>> {
        Pursuit::new(self, role, requests, deadline).run().await
    }

    /// Decides what the outcome of an attempt comes to.
    pub(super) async fn judge(
        &self,
        role: Role,
        request: &Request,
        attempt: &Attempt<'_, S>,
        outcome: Result<Reply, Failure>,
        deadline: Instant,
    ) -> Verdict<S> {
        let reply = match outcome {
            Ok(reply) if attempt.is_answered(request, &reply) => return Verdict::Done(Ok(reply)),
            Ok(reply) => reply,
            Err(Failure { error, .. }) if !error.is_transient() => return Verdict::Done(Err(error)),
            Err(Failure { error, is_sent }) => {
                self.rounds.doubt();
                // One that timed out had all the time there was.
                let is_over = is_sent && (!attempt.is_repeatable || error.kind() == ErrorKind::Timeout);
                return match role {
                    Role::Primary if !is_over => Verdict::Again(Hop::Owner, Pause::AskNodes, Err(error)),
                    _ => Verdict::Done(Err(error)),
                };
            }
        };
        let hop = match Redirection::read(&reply, &attempt.node.url) {
            None => return Verdict::Done(self.confirm(attempt.node, reply, deadline).await),
            // The primary may do better than a replica.
            Some(Redirection::TryAgain | Redirection::Down) if role == Role::Replica => {
                return Verdict::Done(Ok(reply));
            }
            Some(Redirection::TryAgain) => return Verdict::Again(Hop::Owner, Pause::Wait, Ok(reply)),
            Some(Redirection::Down) => return Verdict::Again(Hop::Owner, Pause::AskNodes, Ok(reply)),
            Some(Redirection::Moved { slot, to }) => self.moved(slot, &to, deadline).await.map(Hop::To),
            Some(Redirection::Ask { to }) => self.stranger(&to).map(Hop::Asking),
        };
        match hop {
            Ok(hop) => Verdict::Again(hop, Pause::None, Ok(reply)),
            Err(error) => Verdict::Done(Err(error)),
        }
    }

    /// Believes the late answer to a write only if the node still serves slots: one that was stopped and woke up does not
    /// know yet that another took its place, and what it does is lost.
    async fn confirm(&self, node: &Arc<Node<S>>, reply: Reply, deadline: Instant) -> Result<Reply> {
        let known = self.map.load_full();
        match self.renewed(known.as_ref(), deadline).await {
            Ok(map) if map.at(&node.url).is_some() && !map.is_primary(node) => {
                Err(driver::demoted().with_server(node.url.to_string()))
            }
            // Nobody says otherwise.
            _ => Ok(reply),
        }
    }

    async fn exchange(&self, node: &Node<S>, request: &Request, deadline: Instant) -> Result<Reply, Failure> {
        let outcome = match S::checkout(&node.pool, deadline).await {
            Ok(mut connection) => S::send(&mut connection, request, deadline).await.map_err(Failure::sent),
            Err(error) => Err(Failure::unsent(error)),
        };
        node.note(outcome)
    }

    /// Sends several requests to one node in one go; with `is_asking`, each of them to a node that is getting its slot.
    pub(super) async fn exchange_all(
        &self,
        node: &Node<S>,
        requests: Vec<Request>,
        is_asking: bool,
        deadline: Instant,
    ) -> Vec<Result<Reply, Failure>> {
        let count = requests.len();
        let requests = match is_asking {
            true => requests.into_iter().flat_map(|request| [Request::plain(&[b"ASKING"]), request]).collect(),
            false => requests,
        };
        let outcome = match S::checkout(&node.pool, deadline).await {
            Ok(mut connection) => {
                let batch = S::pack(&node.pool, requests);
                S::send_all(&mut connection, &batch, deadline).await.map_err(Failure::sent)
            }
            Err(error) => Err(Failure::unsent(error)),
        };
        match node.note(outcome) {
            Ok(replies) if is_asking => replies.into_iter().skip(1).step_by(2).map(Ok).collect(),
            Ok(replies) => replies.into_iter().map(Ok).collect(),
            Err(failure) => std::iter::repeat_n(failure, count).map(Err).collect(),
        }
    }
}

impl<S: CallingStyle> Node<S> {
    /// Takes note of how the node did.
    fn note<T>(&self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        match outcome {
            Ok(answer) => {
                self.health.succeeded();
                Ok(answer)
            }
            Err(Failure { error, is_sent }) => {
                if error.is_transient() {
                    self.health.failed();
                }
                Err(Failure { error: error.with_server(self.url.to_string()), is_sent })
            }
        }
    }
}

impl<S: CallingStyle> Attempt<'_, S> {
    /// Tells whether a reply is the answer to a request, and need not be doubted.
    fn is_answered(&self, request: &Request, reply: &Reply) -> bool {
        let is_late = || request.access() == Access::Write && self.begun.elapsed() > LATE;
        Redirection::read(reply, &self.node.url).is_none() && !is_late()
    }
}

impl Failure {
    fn sent(error: Error) -> Self {
        Self { error, is_sent: true }
    }

    fn unsent(error: Error) -> Self {
        Self { error, is_sent: false }
    }
}

/// Decides what becomes of a request that found nobody to turn to.
pub(super) fn missed<S: CallingStyle>(role: Role, request: &Request) -> Verdict<S> {
    let error = nobody(role, request);
    match role {
        Role::Primary => Verdict::Again(Hop::Owner, Pause::AskNodes, Err(error)),
        Role::Replica => Verdict::Done(Err(error)),
    }
}
