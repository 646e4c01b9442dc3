//! Commands to several servers at once, where these share the keys among them.

use std::time::Instant;

use super::session::Session;
use crate::client::BaseClient;
use crate::error::{Error, ErrorKind, Result};
use crate::factory::{BaseConnectionFactory, CallingStyle, StyleOf};
use crate::operation::{Access, Merge, Reply, Request, Seam, Spread};

/// What a command that concerns more than one server comes to.
pub(super) enum Cut {
    /// Parts, and how their answers are put together.
    Parts(Vec<Request>, Seam),
    /// The whole of it for each node.
    Everywhere(Merge),
    /// A move from one server to another.
    Move,
}

/// What becomes of a command in a batch.
enum Plan {
    Whole,
    Parts(usize, Seam),
    Refused(Error),
}

impl Plan {
    fn of_parts(of_request: Vec<Request>, seam: Seam, parts: &mut Vec<Request>) -> Self {
        let count = of_request.len();
        parts.extend(of_request);
        Self::Parts(count, seam)
    }
}

/// Commands on their way to one server, each with its position among all.
struct Group {
    /// The server, and the node behind it if there are several.
    place: (usize, Option<usize>),
    positions: Vec<usize>,
    requests: Vec<Request>,
}

impl<C: BaseClient, F: BaseConnectionFactory> Session<'_, C, F> {
    /// Tells whether servers share the keys among them.
    pub(super) fn shares_keys(&self) -> bool {
        self.core().client().place(b"").is_some()
    }

    /// Cuts a command that concerns more than one server.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, if its keys are on several servers and one has to have all of them.
    pub(super) fn cut(&self, request: &Request) -> Result<Option<Cut>> {
        let client = self.core().client();
        if let (Some(Spread::Everywhere(merge)), None) = (request.spread(), request.node()) {
            return Ok(self.shares_keys().then_some(Cut::Everywhere(merge)));
        }
        if request.key_count() < 2 {
            return Ok(None);
        }
        let Some(places) = request.keys().map(|key| client.place(key)).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let Some(other) = places.iter().position(|place| *place != places[0]) else { return Ok(None) };
        match request.spread() {
            Some(Spread::ByKey(merge)) => {
                let (parts, seam) = request.cut(&places, merge);
                Ok(Some(Cut::Parts(parts, seam)))
            }
            Some(Spread::Moves) => Ok(Some(Cut::Move)),
            _ => Err(apart(request, other, client.spans_cluster())),
        }
    }

    pub(super) async fn send_cut(&self, request: &Request, cut: Cut, deadline: Instant) -> Result<Reply> {
        match cut {
            Cut::Parts(parts, seam) => self.join(&seam, self.send_apart(parts, deadline).await.into_iter()),
            Cut::Everywhere(merge) => {
                let nodes = self.nodes_until(deadline).await?;
                let (parts, seam) = request.for_each_node(&nodes, merge);
                let mut replies = self.send_apart(parts, deadline).await;
                let is_gone = |error: &Error| error.kind() == ErrorKind::Unavailable;
                if replies.iter().any(|reply| reply.as_ref().is_err_and(is_gone)) {
                    let others = self.nodes_until(deadline).await?;
                    if others != nodes {
                        // Meanwhile another node took the place of one of them.
                        replies = self.send_apart(request.for_each_node(&others, merge).0, deadline).await;
                    }
                }
                self.join(&seam, replies.into_iter())
            }
            Cut::Move => self.relocate(request, deadline).await,
        }
    }

    /// Makes one answer of those of several servers; with `ignore_exceptions`, of those that answered.
    fn join(&self, seam: &Seam, replies: impl Iterator<Item = Result<Reply>>) -> Result<Reply> {
        seam.join(replies, |error| self.core().settings().ignores(&self.blame(error.clone())))
    }

    /// Sends commands, each to its servers, at the same time; each has an outcome of its own.
    ///
    /// # Errors
    ///
    /// Why it is not known which servers there are.
    pub(super) async fn fan_out(&self, requests: Vec<Request>, deadline: Instant) -> Result<Vec<Result<Reply>>> {
        let mut parts = Vec::with_capacity(requests.len());
        let cuts = requests.iter().map(|request| self.cut(request)).collect::<Vec<_>>();
        let nodes = match cuts.iter().any(|cut| matches!(cut, Ok(Some(Cut::Everywhere(_))))) {
            true => self.nodes_until(deadline).await?,
            false => Vec::new(),
        };
        let plans = requests.into_iter().zip(cuts).map(|(request, cut)| match cut {
            Ok(None) => {
                parts.push(request);
                Plan::Whole
            }
            Ok(Some(Cut::Parts(of_request, seam))) => Plan::of_parts(of_request, seam, &mut parts),
            Ok(Some(Cut::Everywhere(merge))) => {
                let (of_request, seam) = request.for_each_node(&nodes, merge);
                Plan::of_parts(of_request, seam, &mut parts)
            }
            Ok(Some(Cut::Move)) => Plan::Refused(several_steps(&request, self.core().client().spans_cluster())),
            Err(error) => Plan::Refused(error),
        });
        let plans = plans.collect::<Vec<_>>();
        let mut replies = self.send_apart(parts, deadline).await.into_iter();
        let outcome = |plan| match plan {
            Plan::Whole => replies.next().expect("every part is answered"),
            Plan::Parts(count, seam) => self.join(&seam, replies.by_ref().take(count)),
            Plan::Refused(error) => Err(error),
        };
        Ok(plans.into_iter().map(outcome).collect())
    }

    /// Sends commands that go to one server each: those that change nothing, where none of them does, to whoever serves
    /// reads.
    async fn send_apart(&self, requests: Vec<Request>, deadline: Instant) -> Vec<Result<Reply>> {
        let reads = requests.iter().all(|request| request.access() == Access::Read);
        let access = if reads { Access::Read } else { Access::Write };
        let servers = requests.iter().map(|request| self.route(access, request).first()).collect::<Vec<_>>();
        let nodes = match StyleOf::<F>::locate(self.core().pool(0), &requests, deadline).await {
            Ok(nodes) => nodes,
            Err(error) => return requests.iter().map(|_| Err(error.clone())).collect(),
        };
        let mut groups: Vec<Group> = Vec::new();
        let mut outcomes: Vec<Option<Result<Reply>>> = requests.iter().map(|_| None).collect();
        for (position, request) in requests.into_iter().enumerate() {
            let place = (servers[position], nodes.as_ref().map(|nodes| nodes[position]));
            match groups.iter_mut().find(|group| group.place == place) {
                Some(group) => {
                    group.positions.push(position);
                    group.requests.push(request);
                }
                None => groups.push(Group { place, positions: vec![position], requests: vec![request] }),
            }
        }
        let (positions, sends): (Vec<_>, Vec<_>) =
            groups.into_iter().map(|group| (group.positions, self.send_together(group.requests, deadline))).unzip();
        for (positions, replies) in positions.into_iter().zip(StyleOf::<F>::all(sends).await) {
            positions.into_iter().zip(replies).for_each(|(position, reply)| outcomes[position] = Some(reply));
        }
        outcomes.into_iter().map(|outcome| outcome.expect("every command is answered")).collect()
    }
}

fn several_steps(request: &Request, have_slots: bool) -> Error {
    let key = String::from_utf8_lossy(request.key().unwrap_or_default()).into_owned();
    let place = if have_slots { "slot" } else { "server" };
    let message =
        format!("'{key}' would move to another {place}, which takes several steps: call it outside of the batch");
    Error::new(ErrorKind::Unsupported, message)
}

fn apart(request: &Request, other: usize, have_slots: bool) -> Error {
    let shown = |key: Option<&[u8]>| String::from_utf8_lossy(key.unwrap_or_default()).into_owned();
    let (first, other) = (shown(request.key()), shown(request.keys().nth(other)));
    let (on, one) = if have_slots { ("in different slots", "in one") } else { ("on different servers", "on one") };
    let message = format!(
        "the keys '{first}' and '{other}' are {on}, and this operation needs them {one}: give them the same tag, as in `{{user:1}}:seen` and `{{user:1}}:liked`"
    );
    Error::new(ErrorKind::InvalidInput, message)
}
