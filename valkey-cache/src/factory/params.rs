//! What a pool depends on, and what makes two pools the same.

#[cfg(feature = "memory")]
use std::sync::Arc;

#[cfg(feature = "memory")]
use super::memory::Store;
use crate::config::{ConnectionOptions, Protocol, ServerAddress, ServerUrl};
#[cfg(feature = "memory")]
use crate::error::Result;

/// Everything that a pool depends on. Equal parameters share a pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ConnectionParams {
    /// Where the server is, and who we are there.
    pub url: ServerUrl,
    /// In a cluster, further nodes that are asked for it.
    pub seeds: Vec<ServerUrl>,
    /// Whether the server is a node of a cluster.
    pub(super) is_cluster_node: bool,
    /// The version of the wire protocol; the reference's parser class.
    pub protocol: Protocol,
    /// Timeouts and sizes.
    pub options: ConnectionOptions,
}

impl ConnectionParams {
    /// Puts a URL and options together.
    pub fn new(url: &ServerUrl, options: &ConnectionOptions) -> Self {
        let (seeds, protocol, options) = (Vec::new(), url.protocol(), options.clone());
        Self { url: url.clone(), seeds, is_cluster_node: false, protocol, options }
    }

    /// Tells whether the pool is not to be shared: the store behind `memory://` without a name belongs to one cache.
    pub(super) fn is_private(&self) -> bool {
        matches!(self.url.address(), ServerAddress::Memory { name: None })
    }

    /// Returns the store in this process, if that is what the URL means.
    #[cfg(feature = "memory")]
    pub(super) fn memory_store(&self) -> Result<Option<Arc<Store>>> {
        match self.url.address() {
            ServerAddress::Memory { name: None } => Ok(Some(Arc::new(Store::new(self.options.max_entries)))),
            ServerAddress::Memory { name: Some(name) } => Store::named(name, self.options.max_entries).map(Some),
            _ => Ok(None),
        }
    }
}
