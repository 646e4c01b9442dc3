//! Which node serves which slot, as far as it is known at one moment.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::health::Health;
use super::super::style::CallingStyle;
use super::view::View;
use crate::config::ServerUrl;
use crate::error::Result;
use crate::key::SLOTS;

/// What was known for so long is asked for anew: replicas come and go without anybody being redirected.
const LASTS: Duration = Duration::from_secs(60);

/// A node of the cluster, and the connections to it.
pub(super) struct Node<S: CallingStyle> {
    /// The number by which flows name it; no other node of this process has it.
    pub(super) id: usize,
    pub(super) url: ServerUrl,
    pub(super) pool: S::Pool,
    pub(super) health: Health,
}

/// A primary, and its replicas.
struct Shard<S: CallingStyle> {
    primary: Arc<Node<S>>,
    replicas: Vec<Arc<Node<S>>>,
}

/// Which node serves which slot, as far as it is known at one moment.
pub(super) struct Map<S: CallingStyle> {
    pub(super) epoch: u64,
    shards: Vec<Shard<S>>,
    /// For each slot the number of its shard, or one that no shard has.
    owners: Box<[u16]>,
    /// Nodes that somebody was redirected to, and that serve no slot yet.
    strangers: Vec<Arc<Node<S>>>,
    made: Instant,
}

const NOBODY: u16 = u16::MAX;

impl<S: CallingStyle> Map<S> {
    /// Makes a map of what a node says; `node` finds or makes the node at a URL.
    pub(super) fn new(view: &View, mut node: impl FnMut(&ServerUrl) -> Result<Arc<Node<S>>>) -> Result<Self> {
        let mut map = Self {
            epoch: view.epoch,
            shards: Vec::new(),
            owners: vec![NOBODY; SLOTS.into()].into(),
            strangers: Vec::new(),
            made: Instant::now(),
        };
        for range in &view.ranges {
            let known = map.shards.iter().position(|shard| shard.primary.url == range.primary);
            let shard = known.unwrap_or(map.shards.len());
            if known.is_none() {
                let replicas = range.replicas.iter().map(&mut node).collect::<Result<_>>()?;
                map.shards.push(Shard { primary: node(&range.primary)?, replicas });
            }
            map.owners[usize::from(*range.slots.start())..=usize::from(*range.slots.end())].fill(shard as u16);
        }
        Ok(map)
    }

    /// Makes the map of a single node that serves all slots.
    pub(super) fn of_one(node: Node<S>) -> Self {
        let primary = Arc::new(node);
        let shards = vec![Shard { primary, replicas: Vec::new() }];
        let owners = vec![0; SLOTS.into()].into();
        Self { epoch: 0, shards, owners, strangers: Vec::new(), made: Instant::now() }
    }

    /// Returns the same map with one slot at another of its primaries.
    pub(super) fn with_owner(&self, slot: u16, primary: &Arc<Node<S>>) -> Self {
        let mut map = self.clone();
        if let Some(shard) = self.shards.iter().position(|shard| Arc::ptr_eq(&shard.primary, primary)) {
            map.owners[usize::from(slot)] = shard as u16;
        }
        map
    }

    /// Returns the same map with one more node.
    pub(super) fn with_stranger(&self, stranger: Arc<Node<S>>) -> Self {
        let mut map = self.clone();
        map.strangers.push(stranger);
        map
    }

    /// Returns the node that serves a slot.
    pub(super) fn primary(&self, slot: u16) -> Option<&Arc<Node<S>>> {
        self.shard(slot).map(|shard| &shard.primary)
    }

    /// Returns a replica of the node that serves a slot; nothing if none is up.
    pub(super) fn replica(&self, slot: u16) -> Option<&Arc<Node<S>>> {
        any_up(self.shard(slot)?.replicas.iter())
    }

    fn shard(&self, slot: u16) -> Option<&Shard<S>> {
        self.shards.get(usize::from(*self.owners.get(usize::from(slot))?))
    }

    /// Returns a node that serves slots: one that is up, if there is any.
    pub(super) fn any(&self) -> Option<&Arc<Node<S>>> {
        any_up(self.primaries()).or(self.primaries().next())
    }

    /// Returns the nodes that serve slots.
    pub(super) fn primaries(&self) -> impl ExactSizeIterator<Item = &Arc<Node<S>>> + Clone {
        self.shards.iter().map(|shard| &shard.primary)
    }

    /// Returns all nodes.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Arc<Node<S>>> {
        let of_shards = self.shards.iter().flat_map(|shard| std::iter::once(&shard.primary).chain(&shard.replicas));
        of_shards.chain(&self.strangers)
    }

    /// Returns the node that flows know by this number.
    pub(super) fn numbered(&self, id: usize) -> Option<&Arc<Node<S>>> {
        self.primaries().find(|node| node.id == id)
    }

    /// Returns the node at a URL.
    pub(super) fn at(&self, url: &ServerUrl) -> Option<&Arc<Node<S>>> {
        self.nodes().find(|node| node.url == *url)
    }

    /// Tells whether a node serves slots.
    pub(super) fn is_primary(&self, node: &Arc<Node<S>>) -> bool {
        self.primaries().any(|primary| Arc::ptr_eq(primary, node))
    }

    /// Tells whether it is time to ask anew.
    pub(super) fn is_old(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.made) > LASTS
    }
}

/// Returns one of the nodes that are up; which, is left to chance.
fn any_up<'n, S: CallingStyle>(
    mut nodes: impl ExactSizeIterator<Item = &'n Arc<Node<S>>> + Clone,
) -> Option<&'n Arc<Node<S>>> {
    let start = fastrand::usize(..nodes.len().max(1));
    let rest = nodes.clone().skip(start);
    rest.chain(nodes.by_ref().take(start)).find(|node| node.health.is_up())
}

impl<S: CallingStyle> Clone for Shard<S> {
    fn clone(&self) -> Self {
        Self { primary: Arc::clone(&self.primary), replicas: self.replicas.clone() }
    }
}

impl<S: CallingStyle> Clone for Map<S> {
    fn clone(&self) -> Self {
        let Self { epoch, shards, owners, strangers, made } = self;
        let (shards, owners, strangers) = (shards.clone(), owners.clone(), strangers.clone());
        Self { epoch: *epoch, shards, owners, strangers, made: *made }
    }
}

impl<S: CallingStyle> fmt::Debug for Map<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map")
            .field("epoch", &self.epoch)
            .field("primaries", &self.primaries().map(|node| &node.url).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
