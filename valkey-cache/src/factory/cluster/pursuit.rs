//! Sending requests until each has an answer, or there is no more time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::driver;
use super::super::style::CallingStyle;
use super::delivery::{Attempt, Hop, Pause, Verdict, missed};
use super::map::{Map, Node};
use super::nodes::Cluster;
use super::target::{Role, target};
use crate::error::Result;
use crate::operation::{Reply, Request};

/// The delays between attempts while nobody serves a slot: doubled from the first to the last, with jitter.
const FIRST_DELAY: Duration = Duration::from_millis(10);
const LAST_DELAY: Duration = Duration::from_millis(100);
/// Two nodes that each name the other do not agree yet: after so many attempts it is worth a delay.
const PATIENCE: u32 = 4;

/// Requests on their way, through redirections and failures.
pub(super) struct Pursuit<'r, S: CallingStyle> {
    cluster: &'r Cluster<S>,
    role: Role,
    requests: &'r [Request],
    deadline: Instant,
    /// Where each request stands.
    states: Vec<State<S>>,
    attempts: u32,
    pause: Pause,
}

enum State<S: CallingStyle> {
    Open(Hop<S>, Option<Result<Reply>>),
    Done(Result<Reply>),
}

/// Requests that go to one node together, by position.
struct Group<S: CallingStyle> {
    node: Arc<Node<S>>,
    is_asking: bool,
    positions: Vec<usize>,
}

impl<'r, S: CallingStyle> Pursuit<'r, S> {
    pub(super) fn new(cluster: &'r Cluster<S>, role: Role, requests: &'r [Request], deadline: Instant) -> Self {
        let states = requests.iter().map(|_| State::Open(Hop::Owner, None)).collect();
        Self { cluster, role, requests, deadline, states, attempts: 0, pause: Pause::None }
    }

    /// Takes in what an attempt came to.
    pub(super) fn settle(&mut self, position: usize, verdict: Verdict<S>) {
        self.states[position] = match verdict {
            Verdict::Done(outcome) => State::Done(outcome),
            Verdict::Again(hop, pause, last) => {
                self.pause = self.pause.max(pause);
                State::Open(hop, Some(last))
            }
        };
    }

    /// Goes on until each request has an outcome.
    pub(super) async fn run(mut self) -> Vec<Result<Reply>> {
        let mut delay = FIRST_DELAY;
        while self.states.iter().any(|state| matches!(state, State::Open(..))) && Instant::now() < self.deadline {
            self.rest(&mut delay).await;
            let map = match self.cluster.known(self.deadline).await {
                Ok(map) => map,
                Err(error) => return self.end(|| Err(error.clone())),
            };
            let groups = self.groups(&map);
            self.attempt(groups).await;
        }
        self.end(|| Err(driver::timeout("before a node of the cluster was asked")))
    }

    /// Waits, if that may help.
    async fn rest(&mut self, delay: &mut Duration) {
        self.attempts += 1;
        let pause = std::mem::replace(&mut self.pause, Pause::None);
        if pause == Pause::None && !self.attempts.is_multiple_of(PATIENCE) {
            return;
        }
        if pause == Pause::AskNodes {
            // Whether that helps, the next attempt tells.
            let _news = self.cluster.renewed(self.cluster.map.load_full().as_ref(), self.deadline).await;
        }
        let left = self.deadline.saturating_duration_since(Instant::now());
        S::sleep(delay.mul_f64(0.5 + fastrand::f64() / 2.0).min(left)).await;
        *delay = (*delay * 2).min(LAST_DELAY);
    }

    /// Sorts the open requests by the nodes that they go to.
    fn groups(&mut self, map: &Map<S>) -> Vec<Group<S>> {
        let mut groups: Vec<Group<S>> = Vec::new();
        for position in 0..self.requests.len() {
            let State::Open(hop, _) = &self.states[position] else { continue };
            let (node, is_asking) = match hop {
                Hop::To(node) => (Arc::clone(node), false),
                Hop::Asking(node) => (Arc::clone(node), true),
                Hop::Owner => match target(map, self.role, &self.requests[position]) {
                    Ok(Some(node)) => (Arc::clone(node), false),
                    Ok(None) => {
                        self.settle(position, missed(self.role, &self.requests[position]));
                        continue;
                    }
                    Err(error) => {
                        self.settle(position, Verdict::Done(Err(error)));
                        continue;
                    }
                },
            };
            let is_same = |group: &&mut Group<S>| Arc::ptr_eq(&group.node, &node) && group.is_asking == is_asking;
            match groups.iter_mut().find(is_same) {
                Some(group) => group.positions.push(position),
                None => groups.push(Group { node, is_asking, positions: vec![position] }),
            }
        }
        groups
    }

    /// Sends all groups at the same time.
    async fn attempt(&mut self, groups: Vec<Group<S>>) {
        let begun = Instant::now();
        let sends = groups.iter().map(|group| {
            let requests = group.positions.iter().map(|position| self.requests[*position].clone()).collect();
            self.cluster.exchange_all(&group.node, requests, group.is_asking, self.deadline)
        });
        let outcomes = S::all(sends.collect()).await;
        for (Group { node, positions, .. }, outcomes) in groups.into_iter().zip(outcomes) {
            let is_repeatable = positions.iter().all(|position| self.requests[*position].is_repeatable());
            let attempt = Attempt { node: &node, begun, is_repeatable };
            for (position, outcome) in positions.into_iter().zip(outcomes) {
                let request = &self.requests[position];
                let verdict = self.cluster.judge(self.role, request, &attempt, outcome, self.deadline).await;
                self.settle(position, verdict);
            }
        }
    }

    /// Gives out the outcomes; a request that is still open keeps what came of it last.
    fn end(self, otherwise: impl Fn() -> Result<Reply>) -> Vec<Result<Reply>> {
        let outcome = |state| match state {
            State::Done(outcome) | State::Open(_, Some(outcome)) => outcome,
            State::Open(_, None) => otherwise(),
        };
        self.states.into_iter().map(outcome).collect()
    }
}
