//! What a node says that does not serve a key, or not now.

use super::view::host_of;
use crate::config::ServerUrl;
use crate::operation::{Reply, ServerError};

/// What a node says that does not serve a key, or not now. See the
/// [cluster specification](https://valkey.io/topics/cluster-spec/).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Redirection {
    /// Another node serves the slot, from now on.
    Moved { slot: u16, to: ServerUrl },
    /// The slot is being moved, and another node may have this key already.
    Ask { to: ServerUrl },
    /// The slot is being moved, and the keys of the command are on both nodes.
    TryAgain,
    /// Nobody serves the slot.
    Down,
}

impl Redirection {
    /// Reads the answer of the node at `asked`; nothing if it is one to the command.
    pub(super) fn read(reply: &Reply, asked: &ServerUrl) -> Option<Self> {
        let Reply::Error(error) = reply else { return None };
        match error.code.as_str() {
            "MOVED" => target(error, asked).map(|(slot, to)| Self::Moved { slot, to }),
            "ASK" => target(error, asked).map(|(_, to)| Self::Ask { to }),
            "TRYAGAIN" => Some(Self::TryAgain),
            "CLUSTERDOWN" => Some(Self::Down),
            _ => None,
        }
    }
}

/// Reads slot and address: `3999 127.0.0.1:6381`.
fn target(error: &ServerError, asked: &ServerUrl) -> Option<(u16, ServerUrl)> {
    let (slot, address) = error.message.split_once(' ')?;
    let (host, port) = address.trim().rsplit_once(':')?;
    // It does not know how others reach the node: the way that we reach this one.
    let host = if host.is_empty() { host_of(asked)? } else { host.trim_start_matches('[').trim_end_matches(']') };
    Some((slot.parse().ok()?, asked.of_node(host, port.parse().ok()?)))
}
