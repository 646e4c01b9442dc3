//! Connections to a service that sentinels watch.

use super::super::endpoint::Endpoint;
use super::super::params::ConnectionParams;
use super::super::style::{BaseConnectionFactory, CallingStyle as _};
use super::{Async, AsyncPool};
use crate::config::ServerAddress;
use crate::error::Result;

/// The async connection factory of Sentinel: connections go to whichever server is the primary of the service that the
/// location names, or with `is_master=0` in the URL to its replicas.
///
/// The caches of a process that have equal options share what they know of a service.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsyncSentinelConnectionFactory;

impl BaseConnectionFactory for AsyncSentinelConnectionFactory {
    type Style = Async;

    fn get_connection_pool(&self, params: &ConnectionParams) -> Result<AsyncPool> {
        match params.url.address() {
            // A store in this process stays what it is, so that a test needs no sentinels.
            ServerAddress::Memory { .. } => Async::open(params),
            _ => AsyncPool::to(Endpoint::of_service(params)?),
        }
    }
}
