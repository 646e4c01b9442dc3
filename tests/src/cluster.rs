mod builder;
mod form;
mod slot_move;
mod view;

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::{Node, eventually_ok};
pub use builder::ClusterBuilder;
pub use slot_move::SlotMove;
use view::View;

/// Bounds a failing test: many times what a failover takes.
const PATIENCE: Duration = Duration::from_secs(30);
const SLOTS: u16 = 16_384;
/// What a replica prints when it has been told to take over and gives up, after 5 seconds.
const GIVES_UP: &str = "Manual failover timed out";

/// A [cluster](https://valkey.io/topics/cluster-spec/) of primaries, each with replicas.
///
/// Nodes are killed, paused, resumed and restarted one by one, by the methods of [`Server`](crate::Server). All methods
/// ask the nodes that are neither killed nor paused.
#[derive(Debug)]
pub struct Cluster {
    nodes: Vec<Node>,
}

impl Cluster {
    /// Starts three primaries with a replica each.
    ///
    /// # Panics
    /// When one does not start, or they do not agree within 30 seconds.
    #[track_caller]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns the settings of a cluster to start.
    pub fn builder() -> ClusterBuilder {
        ClusterBuilder::default()
    }

    /// Returns all nodes. The first ones were the primaries at the start, in the order of their slots.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Returns the URLs of all nodes, with their user and password.
    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(Node::announced_url).collect()
    }

    /// Returns the node that serves `slot`, as soon as all nodes agree on it. After a kill that is the old one for a
    /// while.
    ///
    /// # Panics
    /// When they do not agree within 30 seconds.
    #[track_caller]
    pub fn primary_of(&self, slot: u16) -> &Node {
        self.wait_for_primary(slot, |_| true)
    }

    /// Tells whether a node serves slots, in the eyes of all.
    ///
    /// # Panics
    /// When no node answers.
    #[track_caller]
    pub fn serves(&self, node: &Node) -> bool {
        let view = eventually_ok(PATIENCE, || View::of(self.running().next().expect("no node is running")));
        view.serves(node.announced().port())
    }

    /// Returns the replicas of the node that serves `slot`.
    ///
    /// # Panics
    /// When the nodes do not agree on that node within 30 seconds.
    #[track_caller]
    pub fn replicas_of(&self, slot: u16) -> Vec<&Node> {
        let primary = self.primary_of(slot);
        let view = eventually_ok(PATIENCE, || View::of(self.running().next().expect("no node is running")));
        let ports = view.replicas_of(primary.announced().port());
        self.nodes.iter().filter(|node| ports.contains(&node.announced().port())).collect()
    }

    /// Waits until all nodes agree that another node than `old` serves `slot` in a cluster that is up, and returns it.
    ///
    /// # Panics
    /// When they do not within 30 seconds.
    #[track_caller]
    pub fn wait_for_failover(&self, slot: u16, old: &Node) -> &Node {
        self.wait_for_primary(slot, |node| node != old)
    }

    /// Makes a replica [take over](https://valkey.io/commands/cluster-failover/) `slot` and all else of its primary,
    /// waits until all nodes agree on it and returns it.
    ///
    /// # Panics
    /// When the primary has no replica that runs, or they do not agree within 30 seconds.
    #[track_caller]
    pub fn fail_over(&self, slot: u16) -> &Node {
        let old = self.primary_of(slot);
        let replicas = self.replicas_of(slot);
        let replica = replicas.iter().find(|node| node.is_running()).expect("the primary has no replica that runs");
        let given_up = || replica.log().matches(GIVES_UP).count();
        let mut asked_after = None;
        eventually_ok(PATIENCE, || match self.agreed(slot)? {
            node if node != old => Ok(node),
            _ => {
                let given_up = given_up();
                // To ask while it is under way would make it begin anew.
                if asked_after != Some(given_up) {
                    // It refuses while its primary is out of reach.
                    replica.command(&["CLUSTER", "FAILOVER"]).map_err(|error| error.to_string())?;
                    asked_after = Some(given_up);
                }
                Err("the failover did not end".to_owned())
            }
        })
    }

    /// Moves `slots` with all their keys to the primary `to` while clients go on, and waits until all nodes know.
    ///
    /// # Panics
    /// When a node refuses, or they do not agree within 30 seconds.
    #[track_caller]
    pub fn move_slots(&self, slots: RangeInclusive<u16>, to: &Node) {
        for slot in slots {
            if self.primary_of(slot) != to {
                self.begin_move(slot, to).finish();
            }
        }
    }

    /// Begins to move a slot to the primary `to`: from now on its old owner redirects clients that ask for keys it does
    /// not have (`ASK`).
    ///
    /// # Panics
    /// When a node refuses.
    #[track_caller]
    pub fn begin_move(&self, slot: u16, to: &Node) -> SlotMove<'_> {
        SlotMove::begin(self, slot, to)
    }

    /// Waits until nothing is wrong: every node runs and finds the cluster up, all agree on who serves which slots and
    /// who follows whom, and all replicas are connected to their primaries.
    ///
    /// # Panics
    /// When that is not so within 30 seconds, for instance because something is killed.
    #[track_caller]
    pub fn wait_until_whole(&self) {
        eventually_ok(PATIENCE, || {
            let first = View::of(&self.nodes[0])?;
            first.check(self.nodes.len())?;
            for node in &self.nodes {
                first.check_same(&View::of(node)?)?;
                View::check_links(node)?;
            }
            Ok::<_, String>(())
        });
    }

    #[track_caller]
    fn wait_for_primary(&self, slot: u16, is_good: impl Fn(&Node) -> bool) -> &Node {
        eventually_ok(PATIENCE, || match self.agreed(slot)? {
            node if is_good(node) => Ok(node),
            node => Err(format!("slot {slot} did not move on from port {}", node.port())),
        })
    }

    /// The node that serves `slot` in the eyes of all nodes.
    fn agreed(&self, slot: u16) -> Result<&Node, String> {
        let mut ports = Vec::new();
        for node in self.running() {
            ports.push(View::of(node)?.owner_of(slot));
        }
        ports.dedup();
        let [Some(port)] = ports[..] else { return Err(format!("slot {slot} has the owners {ports:?}, not one")) };
        let node = self.nodes.iter().find(|node| node.announced().port() == port);
        node.ok_or_else(|| format!("slot {slot} is served by port {port}, which is no node"))
    }

    fn running(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.is_running())
    }
}
