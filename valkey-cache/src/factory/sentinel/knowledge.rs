//! What is known of a service, and which answers of the sentinels count.

use std::fmt;
use std::sync::Arc;

use super::super::health::Health;
use super::Role;
use super::answer::Answer;

/// Where a node is, as the sentinels say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::factory) struct Address {
    pub(in crate::factory) host: String,
    pub(in crate::factory) port: u16,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// A node of a service.
#[derive(Clone, Debug)]
pub(in crate::factory) struct Node {
    pub(in crate::factory) address: Address,
    pub(in crate::factory) role: Role,
    /// Shared by all who know the node.
    pub(in crate::factory) health: Arc<Health>,
}

/// What is known of a service.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    primary: Option<Primary>,
    /// The replicas that are well; nothing before anybody asked.
    replicas: Option<Vec<Node>>,
    /// Whether there are replicas that are not.
    is_ailing: bool,
}

#[derive(Debug)]
struct Primary {
    /// The sentinels number their decisions; the highest number is the latest.
    epoch: u64,
    node: Node,
}

/// What an answer means to those who have connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// The primary is another one, or became it anew.
    pub(super) primary: bool,
    pub(super) replicas: bool,
}

impl Change {
    pub(super) fn concerns(self, role: Role) -> bool {
        match role {
            Role::Primary => self.primary,
            Role::Replica => self.replicas,
        }
    }
}

impl Knowledge {
    /// Returns the nodes of a role; nothing before anybody asked.
    pub(super) fn nodes(&self, role: Role) -> Option<&[Node]> {
        match role {
            Role::Primary => self.primary.as_ref().map(|primary| std::slice::from_ref(&primary.node)),
            Role::Replica => self.replicas.as_deref(),
        }
    }

    /// Tells whether some replicas are not well, or were not for us, so that it is worth asking again: nobody tells when they
    /// have caught up.
    pub(super) fn is_ailing(&self) -> bool {
        self.is_ailing || self.replicas.iter().flatten().any(|replica| replica.health.has_failed())
    }

    /// Tells whether an answer says what is known.
    pub(super) fn agrees(&self, answer: &Answer) -> bool {
        self.primary.as_ref().is_some_and(|known| known.epoch == answer.epoch && known.node.address == answer.primary)
    }

    /// Takes in what one sentinel says of the primary: it counts if it is news. Sentinels hear of a failover one after
    /// the other, and one that was away for a while has old news.
    pub(super) fn hear(&mut self, answer: &Answer) -> Change {
        match &self.primary {
            Some(known) if known.epoch >= answer.epoch => Change::default(),
            _ => self.believe(answer),
        }
    }

    /// Takes in the answers of one round, of `count` sentinels altogether.
    ///
    /// If all of them say something older than what is known, then somebody reset them, and they count from the start.
    pub(super) fn conclude(&mut self, answers: &[Answer], count: usize) -> Change {
        let Some(latest) = answers.iter().max_by_key(|answer| answer.epoch) else { return Change::default() };
        let mut change = self.hear(latest);
        if answers.len() == count && !self.agrees(latest) {
            change = self.believe(latest);
        }
        let votes: Vec<_> = answers.iter().filter(|answer| self.agrees(answer)).collect();
        if !votes.is_empty() {
            change.replicas |= self.elect(&votes);
        }
        change
    }

    fn believe(&mut self, answer: &Answer) -> Change {
        let node = Node { address: answer.primary.clone(), role: Role::Primary, health: Arc::default() };
        self.primary = Some(Primary { epoch: answer.epoch, node });
        let replicas = self.replicas.iter_mut().flat_map(|replicas| {
            // It was one until now.
            replicas.extract_if(.., |replica| replica.address == answer.primary)
        });
        Change { primary: true, replicas: replicas.count() > 0 }
    }

    /// Keeps the replicas that at least half of the sentinels find well; tells whether it is worth connecting anew.
    fn elect(&mut self, votes: &[&Answer]) -> bool {
        let mut all: Vec<&Address> = Vec::new();
        for (address, _) in votes.iter().flat_map(|vote| &vote.replicas) {
            if !all.contains(&address) {
                all.push(address);
            }
        }
        let is_well = |address: &&Address| {
            let finds_well = |vote: &&&Answer| vote.replicas.iter().any(|(found, well)| found == *address && *well);
            votes.iter().filter(finds_well).count() * 2 >= votes.len()
        };
        let known = self.replicas.take();
        let same = |address: &Address| known.iter().flatten().find(|node| node.address == *address).cloned();
        let node = |address: &Address| Node { address: address.clone(), role: Role::Replica, health: Arc::default() };
        let count = all.len();
        let well = all.into_iter().filter(is_well);
        let well: Vec<_> = well.map(|address| same(address).unwrap_or_else(|| node(address))).collect();
        self.is_ailing = well.len() < count;
        let is_news = known
            .as_ref()
            .is_none_or(|known| known.len() != well.len() || well.iter().any(|node| same(&node.address).is_none()));
        // Its connections went elsewhere, and do not come back of their own accord.
        let is_rested = well.iter().any(|node| node.health.has_failed() && node.health.is_up());
        self.replicas = Some(well);
        is_news || is_rested
    }
}
