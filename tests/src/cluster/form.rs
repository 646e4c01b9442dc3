use std::iter;

use redis::{RedisResult, from_redis_value};

use super::{Cluster, PATIENCE, SLOTS};
use crate::{Node, eventually_ok};

/// Makes a cluster of nodes that know nothing yet: the first ones share the slots, the others follow them in turn.
#[track_caller]
pub(super) fn form(cluster: &Cluster, primaries: usize) {
    let (owners, replicas) = cluster.nodes.split_at(primaries);
    for (index, node) in cluster.nodes.iter().enumerate() {
        // Equal epochs would be told apart later, and meanwhile two nodes disagree.
        send(node, &["CLUSTER", "SET-CONFIG-EPOCH", &(index + 1).to_string()]);
    }
    for (index, node) in owners.iter().enumerate() {
        let bound = |index: usize| index * usize::from(SLOTS) / primaries;
        let (first, last) = (bound(index).to_string(), (bound(index + 1) - 1).to_string());
        send(node, &["CLUSTER", "ADDSLOTSRANGE", &first, &last]);
    }
    // Each meets each: gossip would get there too, and take longer.
    for (index, node) in cluster.nodes.iter().enumerate() {
        for other in &cluster.nodes[..index] {
            let (address, bus) = (other.announced(), other.bus_port().to_string());
            send(node, &["CLUSTER", "MEET", &address.ip().to_string(), &address.port().to_string(), &bus]);
        }
    }
    for (replica, owner) in iter::zip(replicas, owners.iter().cycle()) {
        let id = id_of(owner);
        // It refuses until it has met its primary.
        eventually_ok(PATIENCE, || replica.command(&["CLUSTER", "REPLICATE", &id]));
    }
}

/// The identity of a node, which stays the same when it is restarted.
pub(super) fn id_of(node: &Node) -> String {
    let id: RedisResult<String> = node.command(&["CLUSTER", "MYID"]).and_then(|reply| Ok(from_redis_value(reply)?));
    id.expect("a node does not tell its identity")
}

/// Sends a command that has to be obeyed.
#[track_caller]
pub(super) fn send(node: &Node, words: &[&str]) {
    if let Err(error) = node.command(words) {
        panic!("port {} refuses {words:?}: {error}", node.port());
    }
}
