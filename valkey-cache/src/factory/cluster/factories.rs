//! The connection factories of a cluster.

use std::sync::Arc;

#[cfg(feature = "async")]
use super::super::asynchronous::Async;
#[cfg(feature = "blocking")]
use super::super::blocking::Blocking;
use super::super::style::{BaseConnectionFactory, CallingStyle, Pools};
use super::style::Clustered;
use crate::config::{ConnectionOptions, ServerUrl};
use crate::error::Result;

/// The async connection factory of a cluster: all tasks share a few multiplexed connections to each node.
///
/// The location names one node, or better several: the others are found by asking these. The caches of a process that
/// have equal locations and options share what they know, and the connections.
#[cfg(feature = "async")]
#[derive(Clone, Copy, Debug, Default)]
pub struct AsyncClusterConnectionFactory;

#[cfg(feature = "async")]
impl BaseConnectionFactory for AsyncClusterConnectionFactory {
    type Style = Clustered<Async>;

    fn connect_all(&self, urls: &[ServerUrl], options: &ConnectionOptions) -> Result<Pools<Self>> {
        connect_all(self, urls, options)
    }
}

/// The blocking connection factory of a cluster: threads take connections from a pool for each node.
///
/// The location names one node, or better several: the others are found by asking these. The caches of a process that
/// have equal locations and options share what they know, and the connections.
#[cfg(feature = "blocking")]
#[derive(Clone, Copy, Debug, Default)]
pub struct ClusterConnectionFactory;

#[cfg(feature = "blocking")]
impl BaseConnectionFactory for ClusterConnectionFactory {
    type Style = Clustered<Blocking>;

    fn connect_all(&self, urls: &[ServerUrl], options: &ConnectionOptions) -> Result<Pools<Self>> {
        connect_all(self, urls, options)
    }
}

/// A pool for the primaries, and one for the replicas, which know the same.
fn connect_all<F, S>(factory: &F, urls: &[ServerUrl], options: &ConnectionOptions) -> Result<Pools<F>>
where
    F: BaseConnectionFactory<Style = Clustered<S>>,
    S: CallingStyle,
{
    let [url, seeds @ ..] = urls else { return Ok(Vec::new()) };
    let mut params = factory.make_connection_params(url, options)?;
    params.seeds = seeds.to_vec();
    let primaries = factory.get_or_create_connection_pool(&params)?;
    let replicas = Arc::new(primaries.of_replicas());
    Ok(vec![(url.clone(), primaries), (url.clone(), replicas)])
}
