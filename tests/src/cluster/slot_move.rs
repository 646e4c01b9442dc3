use std::iter;

use redis::from_redis_value;

use super::form::{id_of, send};
use super::{Cluster, PATIENCE};
use crate::login::Login;
use crate::{Node, eventually_ok};

/// A slot on its way from one primary to another, with keys on both sides.
#[derive(Debug)]
#[must_use = "the slot stays on its way until `finish` is called"]
pub struct SlotMove<'c> {
    cluster: &'c Cluster,
    slot: u16,
    from: &'c Node,
    to: &'c Node,
}

impl<'c> SlotMove<'c> {
    #[track_caller]
    pub(super) fn begin(cluster: &'c Cluster, slot: u16, to: &Node) -> Self {
        let from = cluster.primary_of(slot);
        let to = cluster.nodes.iter().find(|node| *node == to).expect("the node belongs to another cluster");
        // In this order, so that the old owner never sends a client to one that is not prepared.
        send(to, &["CLUSTER", "SETSLOT", &slot.to_string(), "IMPORTING", &id_of(from)]);
        send(from, &["CLUSTER", "SETSLOT", &slot.to_string(), "MIGRATING", &id_of(to)]);
        Self { cluster, slot, from, to }
    }

    /// Returns the node that the slot leaves.
    pub fn from(&self) -> &'c Node {
        self.from
    }

    /// Returns the node that the slot goes to.
    pub fn to(&self) -> &'c Node {
        self.to
    }

    /// Moves up to `count` keys, and returns how many it moved.
    ///
    /// # Panics
    /// When a node refuses.
    pub fn move_keys(&self, count: usize) -> usize {
        let keys = self.from.command(&["CLUSTER", "GETKEYSINSLOT", &self.slot.to_string(), &count.to_string()]);
        let keys: Vec<Vec<u8>> =
            keys.and_then(|keys| Ok(from_redis_value(keys)?)).expect("a node does not tell the keys of a slot");
        if keys.is_empty() {
            return 0;
        }
        let mut migrate = redis::cmd("MIGRATE");
        // Past a proxy: the nodes trust each other.
        migrate
            .arg(self.to.addr().ip().to_string())
            .arg(self.to.port())
            .arg("")
            .arg(0)
            .arg(PATIENCE.as_millis() as u64);
        if let Some([user, password]) = self.to.login().map(Login::pair) {
            migrate.arg("AUTH2").arg(user).arg(password);
        }
        migrate.arg("KEYS").arg(&keys);
        let mut connection = self.from.connect(0).expect("cannot reach the node that the slot leaves");
        migrate.exec(&mut connection).expect("cannot migrate keys");
        keys.len()
    }

    /// Moves all keys that are left, makes `to` the owner and waits until all nodes know.
    ///
    /// # Panics
    /// When a node refuses, or they do not agree within 30 seconds.
    #[track_caller]
    pub fn finish(self) {
        while self.move_keys(100) > 0 {}
        let id = id_of(self.to);
        // The new owner first: at no time is there none. The others would learn of it by gossip alone.
        let others = self.cluster.running().filter(|node| ![self.from, self.to].contains(node));
        let primaries = others.filter(|node| node.info("replication")["role"] == "master");
        for node in iter::once(self.to).chain([self.from]).chain(primaries) {
            send(node, &["CLUSTER", "SETSLOT", &self.slot.to_string(), "NODE", &id]);
        }
        eventually_ok(PATIENCE, || match self.cluster.agreed(self.slot)? {
            node if node == self.to => Ok(()),
            node => Err(format!("slot {} stayed at port {}", self.slot, node.port())),
        });
    }
}
