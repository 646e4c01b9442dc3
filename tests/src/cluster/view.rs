use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::{Node, Server};

/// The cluster as one node sees it.
#[derive(Debug)]
pub(super) struct View {
    /// By their identities.
    nodes: BTreeMap<String, Seen>,
}

/// What a node says of another, or of itself.
#[derive(Debug, PartialEq)]
struct Seen {
    port: u16,
    /// The identity of the node it follows.
    primary: Option<String>,
    slots: Vec<RangeInclusive<u16>>,
    /// The flags that tell of something wrong.
    complaints: Vec<String>,
}

impl View {
    /// Asks a node, and fails when it finds the cluster down.
    pub(super) fn of(node: &Server) -> Result<Self, String> {
        let port = node.port();
        let text = |words: &[&str]| {
            let text: redis::RedisResult<String> =
                node.command(words).and_then(|reply| Ok(redis::from_redis_value(reply)?));
            text.map_err(|error| format!("port {port}: {error}"))
        };
        if !text(&["CLUSTER", "INFO"])?.contains("cluster_state:ok") {
            return Err(format!("port {port} did not find the cluster up"));
        }
        let nodes = text(&["CLUSTER", "NODES"])?;
        let seen = |line: &str| Seen::read(line).ok_or_else(|| format!("CLUSTER NODES has the line {line:?}"));
        Ok(Self { nodes: nodes.lines().map(seen).collect::<Result<_, _>>()? })
    }

    /// The announced port of the node that serves `slot`.
    pub(super) fn owner_of(&self, slot: u16) -> Option<u16> {
        let owns = |node: &&Seen| node.slots.iter().any(|slots| slots.contains(&slot));
        self.nodes.values().find(owns).map(|node| node.port)
    }

    /// Whether the node with `port` serves slots.
    pub(super) fn serves(&self, port: u16) -> bool {
        self.nodes.values().any(|node| node.port == port && !node.slots.is_empty())
    }

    /// The announced ports of the nodes that follow the one with `port`.
    pub(super) fn replicas_of(&self, port: u16) -> Vec<u16> {
        let primary = |id: &String| self.nodes.get(id).is_some_and(|node| node.port == port);
        self.nodes.values().filter(|node| node.primary.as_ref().is_some_and(primary)).map(|node| node.port).collect()
    }

    pub(super) fn check(&self, nodes: usize) -> Result<(), String> {
        if self.nodes.len() != nodes {
            return Err(format!("a node knows {} nodes, and did not find all {nodes}", self.nodes.len()));
        }
        match self.nodes.values().find(|node| !node.complaints.is_empty()) {
            Some(node) => Err(format!("port {} stayed {:?}", node.port, node.complaints)),
            None => Ok(()),
        }
    }

    pub(super) fn check_same(&self, other: &Self) -> Result<(), String> {
        if self.nodes == other.nodes { Ok(()) } else { Err(format!("two nodes did not agree: {self:?} and {other:?}")) }
    }

    /// Fails for a replica that is not connected to its primary.
    pub(super) fn check_links(node: &Node) -> Result<(), String> {
        match node.info("replication").get("master_link_status").map(String::as_str) {
            None | Some("up") => Ok(()),
            Some(status) => Err(format!("the replica at port {} has its link {status}", node.port())),
        }
    }
}

impl Seen {
    /// Reads `id ip:port@bus flags primary ping pong epoch link slot…`.
    fn read(line: &str) -> Option<(String, Self)> {
        let words: Vec<_> = line.split_whitespace().collect();
        let [id, address, flags, primary, _, _, _, link, slots @ ..] = &words[..] else { return None };
        let port = address.split('@').next()?.rsplit(':').next()?.parse().ok()?;
        // A slot on the move stands in brackets, and in its owner's answer alone.
        let slots = slots.iter().filter(|slot| !slot.starts_with('[')).map(|slots| {
            let (first, last) = slots.split_once('-').unwrap_or((slots, slots));
            Some(first.parse().ok()?..=last.parse().ok()?)
        });
        let complaints = flags.split(',').chain([*link]);
        let harmless = ["myself", "master", "slave", "connected", "nofailover"];
        Some((
            (*id).to_owned(),
            Self {
                port,
                primary: (*primary != "-").then(|| (*primary).to_owned()),
                slots: slots.collect::<Option<_>>()?,
                complaints: complaints.filter(|flag| !harmless.contains(flag)).map(str::to_owned).collect(),
            },
        ))
    }
}
