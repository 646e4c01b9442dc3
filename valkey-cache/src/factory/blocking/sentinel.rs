//! Connections to a service that sentinels watch.

use super::super::endpoint::Endpoint;
use super::super::params::ConnectionParams;
use super::super::style::{BaseConnectionFactory, CallingStyle as _};
use super::{Blocking, BlockingPool};
use crate::config::ServerAddress;
use crate::error::Result;

/// The blocking connection factory of Sentinel: connections go to whichever server is the primary of the service that the
/// location names, or with `is_master=0` in the URL to its replicas.
///
/// The caches of a process that have equal options share what they know of a service.
#[derive(Clone, Copy, Debug, Default)]
pub struct SentinelConnectionFactory;

impl BaseConnectionFactory for SentinelConnectionFactory {
    type Style = Blocking;

    fn get_connection_pool(&self, params: &ConnectionParams) -> Result<BlockingPool> {
        match params.url.address() {
            // A store in this process stays what it is, so that a test needs no sentinels.
            ServerAddress::Memory { .. } => Blocking::open(params),
            _ => BlockingPool::to(Endpoint::of_service(params)?),
        }
    }
}
