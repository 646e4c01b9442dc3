//! A cluster: what is known of it, and the pools of its nodes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arc_swap::ArcSwapOption;

use super::super::health::Health;
use super::super::params::ConnectionParams;
use super::super::style::CallingStyle;
use super::map::{Map, Node};
use super::rounds::Rounds;
use crate::config::{ServerAddress, ServerUrl};
use crate::error::Result;

/// A cluster: what is known of it, and the pools of its nodes.
pub(super) struct Cluster<S: CallingStyle> {
    pub(super) params: ConnectionParams,
    /// The nodes that the location names: they are asked when none that is known to be well answers. A store in this
    /// process has none.
    pub(super) seeds: Vec<Arc<Node<S>>>,
    /// Read by every operation, without a lock.
    pub(super) map: ArcSwapOption<Map<S>>,
    pub(super) rounds: Rounds,
}

impl<S: CallingStyle> Cluster<S> {
    /// Makes a cluster of the nodes that the parameters name; nothing is sent yet.
    pub(super) fn open(params: &ConnectionParams) -> Result<Self> {
        let (mut seeds, mut map) = (Vec::new(), None);
        match params.url.address() {
            // A store in this process stays what it is, so that a test needs no cluster.
            ServerAddress::Memory { .. } => map = Some(Arc::new(Map::of_one(node(params, &params.url)?))),
            _ => {
                for url in std::iter::once(&params.url).chain(&params.seeds) {
                    seeds.push(Arc::new(node(params, url)?));
                }
            }
        }
        Ok(Self { params: params.clone(), seeds, map: ArcSwapOption::from(map), rounds: Rounds::default() })
    }

    /// Returns the node at a URL; makes it if nobody knows it.
    pub(super) fn node(&self, known: Option<&Map<S>>, url: &ServerUrl) -> Result<Arc<Node<S>>> {
        let of_seeds = || self.seeds.iter().find(|seed| seed.url == *url);
        match known.and_then(|map| map.at(url)).or_else(of_seeds) {
            Some(node) => Ok(Arc::clone(node)),
            None => node(&self.params, url).map(Arc::new),
        }
    }

    /// Replaces what is known. Whoever serves no slots any more is not listened to: its answers do not count.
    pub(super) fn install(&self, map: Map<S>) -> Arc<Map<S>> {
        let map = Arc::new(map);
        let old = self.map.swap(Some(Arc::clone(&map)));
        self.leave_seeds(&map);
        for node in old.iter().flat_map(|old| old.primaries()).filter(|node| !map.is_primary(node)) {
            tracing::info!(server = %node.url, "a node of the cluster serves no slots any more");
            S::abandon(&node.pool);
        }
        map
    }

    /// Closes the connections to those whom only the location calls by this name.
    fn leave_seeds(&self, map: &Map<S>) {
        self.seeds.iter().filter(|seed| map.at(&seed.url).is_none()).for_each(|seed| S::close(&seed.pool));
    }

    /// Does something to the pools of all nodes.
    pub(super) fn for_each_pool(&self, act: fn(&S::Pool)) {
        let map = self.map.load_full();
        let nodes = map.iter().flat_map(|map| map.nodes()).chain(&self.seeds);
        nodes.for_each(|node| act(&node.pool));
    }
}

fn node<S: CallingStyle>(params: &ConnectionParams, url: &ServerUrl) -> Result<Node<S>> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let params = ConnectionParams { url: url.clone(), is_cluster_node: true, seeds: Vec::new(), ..params.clone() };
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    Ok(Node { id, url: params.url.clone(), pool: S::open(&params)?, health: Health::default() })
}

impl<S: CallingStyle> fmt::Debug for Cluster<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster").field("url", &self.params.url).field("map", &self.map.load()).finish_non_exhaustive()
    }
}
