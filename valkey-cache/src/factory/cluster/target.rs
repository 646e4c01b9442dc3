//! Which node a request is for.

use std::sync::Arc;

use super::super::style::CallingStyle;
use super::map::{Map, Node};
use crate::error::{Error, ErrorKind, Result};
use crate::key::key_slot;
use crate::operation::Request;

/// Which of the nodes that have a slot is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Primary,
    Replica,
}

/// Returns the node that a request is for; nothing if there is none at the moment.
///
/// # Errors
///
/// `Unavailable`, if the request is for one certain node, and that does not serve slots any more.
pub(super) fn target<'m, S: CallingStyle>(
    map: &'m Map<S>,
    role: Role,
    request: &Request,
) -> Result<Option<&'m Arc<Node<S>>>> {
    if let Some(node) = request.node().and_then(|id| map.numbered(id)) {
        return Ok(Some(node));
    }
    match (request.key(), request.node(), role) {
        (Some(key), _, Role::Primary) => Ok(map.primary(key_slot(key))),
        (Some(key), _, Role::Replica) => Ok(map.replica(key_slot(key))),
        (None, Some(_), _) => {
            let message = "the node of the cluster that this was for serves no slots any more; what goes through all \
                           nodes has to start again";
            Err(Error::new(ErrorKind::Unavailable, message))
        }
        (None, None, _) => Ok(map.any()),
    }
}

/// The error of a request that found nobody to turn to.
pub(super) fn nobody(role: Role, request: &Request) -> Error {
    let what = match role {
        Role::Primary => "node",
        Role::Replica => "replica",
    };
    let message = match request.key() {
        Some(key) => format!("no {what} of the cluster serves slot {} at the moment", key_slot(key)),
        None => format!("no {what} of the cluster can be reached at the moment"),
    };
    Error::new(ErrorKind::Unavailable, message)
}
