//! What one node says of its cluster.

use std::ops::RangeInclusive;

use crate::config::{ServerAddress, ServerUrl};
use crate::error::{Error, ErrorKind, Result};
use crate::key::SLOTS;
use crate::operation::{Reply, Request, ServerError};

/// What one node says of its cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct View {
    /// The nodes number their decisions; whoever knows of a higher number knows better.
    pub(super) epoch: u64,
    pub(super) ranges: Vec<Range>,
}

/// A range of slots, and the nodes that have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) slots: RangeInclusive<u16>,
    pub(super) primary: ServerUrl,
    pub(super) replicas: Vec<ServerUrl>,
}

impl View {
    /// Returns the questions. See [CLUSTER SLOTS](https://valkey.io/commands/cluster-slots) and
    /// [CLUSTER INFO](https://valkey.io/commands/cluster-info).
    pub(super) fn questions() -> Vec<Request> {
        vec![Request::plain(&[b"CLUSTER", b"SLOTS"]), Request::plain(&[b"CLUSTER", b"INFO"])]
    }

    /// Reads the answers of the node at `asked`.
    ///
    /// # Errors
    ///
    /// `Config`, if it is no node of a cluster; `Auth`, if it may not be asked; `Unavailable`, if it knows no slots.
    pub(super) fn read(answers: Vec<Reply>, asked: &ServerUrl) -> Result<Self> {
        let mut answers = answers.into_iter();
        let ranges = match answers.next() {
            Some(Reply::List(ranges)) => ranges,
            Some(Reply::Error(refusal)) => return Err(refused(refusal)),
            _ => return Err(unreadable()),
        };
        let ranges = ranges.into_iter().map(|range| self::range(range, asked)).collect::<Option<Vec<_>>>();
        let ranges = ranges.ok_or_else(unreadable)?;
        if ranges.is_empty() {
            let message = "the node knows of no slots that anybody serves; is it part of a cluster yet?";
            return Err(Error::new(ErrorKind::Unavailable, message));
        }
        let epoch = match answers.next() {
            Some(Reply::Bytes(info)) => epoch(&info),
            _ => None,
        };
        // Whoever may not ask for it takes all nodes for equally wise.
        Ok(Self { epoch: epoch.unwrap_or_default(), ranges })
    }

    /// Chooses the best of several views: of those that know the latest decision, one that most agree with.
    pub(super) fn best(views: Vec<Self>) -> Option<Self> {
        let votes = |view: &Self| views.iter().filter(|other| *other == view).count();
        views.iter().max_by_key(|view| (view.epoch, votes(view))).cloned()
    }
}

fn range(range: Reply, asked: &ServerUrl) -> Option<Range> {
    let Reply::List(parts) = range else { return None };
    let mut parts = parts.into_iter();
    let (Some(Reply::Int(first)), Some(Reply::Int(last))) = (parts.next(), parts.next()) else { return None };
    let (first, last) = (u16::try_from(first).ok()?, u16::try_from(last).ok().filter(|last| *last < SLOTS)?);
    let primary = node(parts.next()?, asked)?;
    // A replica without an address that anybody knows is of no use.
    Some(Range { slots: first..=last, primary, replicas: parts.filter_map(|replica| node(replica, asked)).collect() })
}

/// Reads host, port, id and further names of a node.
fn node(node: Reply, asked: &ServerUrl) -> Option<ServerUrl> {
    let Reply::List(parts) = node else { return None };
    let mut parts = parts.into_iter();
    let (host, Some(Reply::Int(port))) = (parts.next()?, parts.next()?.into()) else { return None };
    let host = match text(host).as_deref() {
        // It does not know how others reach it: the way that we did.
        None | Some("") => host_of(asked)?.to_owned(),
        // It is to be called by a name that it does not have.
        Some("?") => match parts.nth(1)? {
            Reply::List(names) => address(names)?,
            _ => return None,
        },
        Some(host) => host.to_owned(),
    };
    Some(asked.of_node(&host, u16::try_from(port).ok()?))
}

/// Finds the address among a node's further names: a flat list of name and value.
fn address(names: Vec<Reply>) -> Option<String> {
    let mut names = names.into_iter();
    while let (Some(name), Some(value)) = (names.next(), names.next()) {
        if text(name).as_deref() == Some("ip") {
            return text(value);
        }
    }
    None
}

pub(super) fn host_of(url: &ServerUrl) -> Option<&str> {
    match url.address() {
        ServerAddress::Tcp { host, .. } => Some(host),
        _ => None,
    }
}

fn text(reply: Reply) -> Option<String> {
    match reply {
        Reply::Bytes(bytes) => String::from_utf8(bytes).ok(),
        _ => None,
    }
}

fn epoch(info: &[u8]) -> Option<u64> {
    let info = std::str::from_utf8(info).ok()?;
    info.lines().find_map(|line| line.strip_prefix("cluster_current_epoch:"))?.trim().parse().ok()
}

fn refused(refusal: ServerError) -> Error {
    if refusal.code == "ERR" {
        let message = format!(
            "the server is no node of a cluster (it answered: {} {}); a backend for single servers has \
             `client = DefaultClient` and `factory = AsyncConnectionFactory` or `ConnectionFactory`",
            refusal.code, refusal.message
        );
        return Error::new(ErrorKind::Config, message);
    }
    refusal.into()
}

fn unreadable() -> Error {
    let message = "the answer to `CLUSTER SLOTS` cannot be read; is it a server of another kind?";
    Error::new(ErrorKind::Connection, message)
}
