//! Finding out who serves which slots.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::driver;
use super::super::style::CallingStyle;
use super::map::{Map, Node};
use super::nodes::Cluster;
use super::rounds::Turn;
use super::view::View;
use crate::config::ServerUrl;
use crate::error::{Error, ErrorKind, Result};

/// So many nodes are asked at the same time; one alone may be the one that does not know yet.
const ASKED_TOGETHER: usize = 3;
/// Whoever waits for the answers to another's questions looks this often. That is rare and soon over; to be woken, by the
/// other or at the deadline, would take more of either style.
const LOOK: Duration = Duration::from_millis(5);
/// Bounds how long a node that does not answer holds a round up.
const LONGEST: Duration = Duration::from_secs(1);
const SHORTEST: Duration = Duration::from_millis(100);

impl<S: CallingStyle> Cluster<S> {
    /// Returns what is known; asks if nothing is. If it may not be so any more, one caller asks, and the others go on with
    /// it.
    pub(super) async fn known(&self, deadline: Instant) -> Result<Arc<Map<S>>> {
        let Some(map) = self.map.load_full() else { return Box::pin(self.renewed(None, deadline)).await };
        // A store in this process has nobody to ask.
        if self.seeds.is_empty() {
            return Ok(map);
        }
        if map.is_old(Instant::now()) {
            self.rounds.doubt();
        }
        match self.rounds.is_due() {
            // What was known is better than nothing.
            true => Ok(Box::pin(self.renewed(Some(&map), deadline)).await.unwrap_or(map)),
            false => Ok(map),
        }
    }

    /// Returns what is known as soon as it is something else than `old`, or somebody has asked since; asks, unless
    /// somebody does already.
    ///
    /// # Errors
    ///
    /// Why no node said anything of use; callers who wait at the same time share it.
    pub(super) async fn renewed(&self, old: Option<&Arc<Map<S>>>, deadline: Instant) -> Result<Arc<Map<S>>> {
        let seen = self.rounds.over();
        loop {
            if let Some(map) = self.map.load_full()
                && old.is_none_or(|old| !Arc::ptr_eq(old, &map))
            {
                return Ok(map);
            }
            match self.rounds.turn(seen) {
                Turn::Ask(asking) => {
                    let found = self.ask(deadline).await.map(|map| self.install(map));
                    asking.end(found.as_ref().err().cloned());
                    return found;
                }
                Turn::Over(Some(failure)) => return Err(failure),
                Turn::Over(None) => return self.map.load_full().ok_or_else(nothing),
                Turn::Wait => {}
            }
            if Instant::now() >= deadline {
                return Err(driver::timeout("while others asked the nodes of the cluster for its slots"));
            }
            S::sleep(LOOK).await;
        }
    }

    /// Takes in that a slot is elsewhere, and returns the node that has it.
    pub(super) async fn moved(&self, slot: u16, to: &ServerUrl, deadline: Instant) -> Result<Arc<Node<S>>> {
        let known = self.map.load_full();
        if let Some(map) = &known
            && let Some(primary) = map.primaries().find(|node| node.url == *to)
        {
            if map.primary(slot).is_none_or(|owner| !Arc::ptr_eq(owner, primary)) {
                // Whoever has learned something else meanwhile knows better.
                self.map.compare_and_swap(&known, Some(Arc::new(map.with_owner(slot, primary))));
            }
            return Ok(Arc::clone(primary));
        }
        // A node that is new here, or has become a primary: more than this slot has changed.
        let _news = self.renewed(known.as_ref(), deadline).await;
        self.stranger(to)
    }

    /// Returns the node at a URL; one that nobody knows is remembered until the nodes are asked again.
    pub(super) fn stranger(&self, url: &ServerUrl) -> Result<Arc<Node<S>>> {
        let known = self.map.load_full();
        let node = self.node(known.as_deref(), url)?;
        if let Some(map) = &known
            && map.at(url).is_none()
        {
            self.map.compare_and_swap(&known, Some(Arc::new(map.with_stranger(Arc::clone(&node)))));
        }
        Ok(node)
    }

    /// Asks nodes until one knows.
    async fn ask(&self, deadline: Instant) -> Result<Map<S>> {
        let known = self.map.load_full();
        let (mut best, mut failure): (Option<View>, Option<Error>) = (None, None);
        for group in self.candidates(known.as_deref()) {
            for wave in group.chunks(ASKED_TOGETHER) {
                let now = Instant::now();
                let Some(left) = deadline.checked_duration_since(now).filter(|left| !left.is_zero()) else { break };
                let limit = (self.params.options.socket_timeout / 4).clamp(SHORTEST, LONGEST).min(left);
                let answers = S::all(wave.iter().map(|node| self.ask_one(node, now + limit)).collect()).await;
                let mut views = Vec::from_iter(best.take());
                for answer in answers {
                    match answer {
                        Ok(view) => views.push(view),
                        // What a node has against us says more than that another one is gone.
                        Err(error) if failure.as_ref().is_none_or(Error::is_transient) => failure = Some(error),
                        Err(_) => {}
                    }
                }
                best = View::best(views);
                if best.as_ref().is_some_and(|view| known.as_ref().is_none_or(|known| view.epoch >= known.epoch)) {
                    break;
                }
            }
            if best.is_some() {
                break;
            }
        }
        let Some(view) = best else {
            return Err(failure.unwrap_or_else(|| driver::timeout("before a node of the cluster was asked")));
        };
        Map::new(&view, |url| self.node(known.as_deref(), url))
    }

    /// Returns the nodes that may be asked: those that are well, those that only the location names, and those that failed
    /// lately.
    fn candidates(&self, known: Option<&Map<S>>) -> [Vec<Arc<Node<S>>>; 3] {
        let mut nodes = known.map(|map| map.nodes().cloned().collect::<Vec<_>>()).unwrap_or_default();
        fastrand::shuffle(&mut nodes);
        let seeds = self.seeds.iter().filter(|seed| nodes.iter().all(|node| node.url != seed.url)).cloned().collect();
        let (up, down) = nodes.into_iter().partition(|node| node.health.is_up());
        [up, seeds, down]
    }

    async fn ask_one(&self, node: &Node<S>, until: Instant) -> Result<View> {
        let exchange = async {
            let mut connection = S::checkout(&node.pool, until).await?;
            let questions = S::pack(&node.pool, View::questions());
            S::send_all(&mut connection, &questions, until).await
        };
        let answers = exchange.await;
        match &answers {
            Ok(_) => node.health.succeeded(),
            Err(_) => node.health.failed(),
        }
        answers
            .and_then(|answers| View::read(answers, &node.url))
            .map_err(|error| error.with_server(node.url.to_string()))
    }
}

fn nothing() -> Error {
    Error::new(ErrorKind::Unavailable, "nothing is known of the cluster yet")
}
