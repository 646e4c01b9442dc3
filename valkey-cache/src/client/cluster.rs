//! A cluster, whose nodes share the keys among them by slots.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{AtomicOverKeys, BareValues, BaseClient, OverSlots, Route, Servers};
use crate::config::{ClientOptions, ServerUrl};
use crate::error::{Error, ErrorKind, Result};
#[cfg(feature = "async")]
use crate::factory::{AsyncClusterConnectionFactory, DefaultFactory};
use crate::key::key_slot;
use crate::operation::Request;

/// Sends each operation to the node of a [cluster](https://valkey.io/topics/cluster-spec/) that serves its key.
///
/// The location names one node of the cluster, or several. Operations over several keys go to all nodes concerned at the
/// same time; those that need their keys on one node, such as `mget`, `mset` and the set algebra, fail with `InvalidInput`
/// unless the keys share a tag, the text in braces: `{user:1}:seen` and `{user:1}:liked`.
///
/// Reads go to the primaries, or to the replicas with the option `read_from_replicas`: one that no replica answers goes
/// to the primary then.
#[derive(Debug, Default)]
pub struct DefaultClusterClient {
    reads_from_replicas: AtomicBool,
}

/// The factory presents the cluster as two servers: all of its primaries, and all of its replicas.
const PRIMARIES: usize = 0;
const REPLICAS: usize = 1;

#[cfg(feature = "async")]
impl DefaultFactory for DefaultClusterClient {
    type Factory = AsyncClusterConnectionFactory;
}

/// Keys that share a tag are on one node; others are refused before anything is sent.
impl AtomicOverKeys for DefaultClusterClient {}

impl BareValues for DefaultClusterClient {}

impl OverSlots for DefaultClusterClient {
    fn read_from_replicas(&self, read: bool) {
        self.reads_from_replicas.store(read, Ordering::Relaxed);
    }
}

impl BaseClient for DefaultClusterClient {
    fn prepare(&mut self, servers: &[ServerUrl], options: &ClientOptions) -> Result<()> {
        if let Some(url) = servers.iter().find(|url| url.is_master().is_some()) {
            let message =
                format!("{url} says `is_master`, which is for Sentinel; the nodes of a cluster know their roles");
            return Err(Error::new(ErrorKind::Config, message));
        }
        let login = |url: &ServerUrl| (url.username().map(str::to_owned), url.password().cloned());
        if let Some(url) = servers.iter().find(|url| login(url) != login(&servers[0])) {
            let message = format!(
                "{url} has another user name or password than {}, and all nodes of a cluster are logged in at alike; write \
                 the same in all URLs, or none and the options `username` and `password`",
                servers[0]
            );
            return Err(Error::new(ErrorKind::Config, message));
        }
        self.reads_from_replicas = options.read_from_replicas.into();
        super::have_the_same_keys(servers)
    }

    fn place(&self, key: &[u8]) -> Option<usize> {
        Some(key_slot(key).into())
    }

    fn spans_cluster(&self) -> bool {
        true
    }

    fn route_read(&self, request: &Request, _: &Servers<'_>) -> Route {
        match self.reads_from_replicas.load(Ordering::Relaxed) && request.node().is_none() {
            true => Route::to(REPLICAS).then(PRIMARIES),
            false => Route::to(PRIMARIES),
        }
    }

    fn route_write(&self, _: &Request, _: &Servers<'_>) -> Route {
        Route::to(PRIMARIES)
    }
}
