//! The primary and the replicas of a service that sentinels watch.

use super::{AtomicOverKeys, BareValues, BaseClient, Route, Servers};
use crate::config::ServerUrl;
use crate::error::{Error, ErrorKind, Result};
#[cfg(feature = "async")]
use crate::factory::{AsyncSentinelConnectionFactory, DefaultFactory};
use crate::operation::Request;

/// Writes to the primary of a Sentinel service, spreads reads over its replicas.
///
/// The location is one URL, which names the service: `valkey://service/0`. A read that no replica answers goes to the
/// primary; a write goes to nobody else.
#[derive(Clone, Copy, Debug, Default)]
pub struct SentinelClient;

#[cfg(feature = "async")]
impl DefaultFactory for SentinelClient {
    type Factory = AsyncSentinelConnectionFactory;
}

impl AtomicOverKeys for SentinelClient {}

impl BareValues for SentinelClient {}

impl BaseClient for SentinelClient {
    /// Makes two of the one URL: the primary of the service, and its replicas.
    fn servers(&self, mut location: Vec<ServerUrl>) -> Result<Vec<ServerUrl>> {
        match location.as_slice() {
            [url] if url.is_in_process() => Ok(location),
            [url] if url.is_master().is_none() => {
                let service = location.remove(0);
                Ok(vec![service.clone().of_role(true), service.of_role(false)])
            }
            [primary, replicas @ ..]
                if !replicas.is_empty()
                    && primary.is_master() == Some(true)
                    && replicas.iter().all(|url| url.is_master() == Some(false)) =>
            {
                Ok(location)
            }
            _ => Err(Error::new(
                ErrorKind::Config,
                "a `SentinelClient` takes one URL, such as 'valkey://service/0', and asks for the primary and the replicas \
                 itself; or a list in which the first URL says `is_master=1`, and the others say `is_master=0`",
            )),
        }
    }

    fn route_write(&self, _: &Request, _: &Servers<'_>) -> Route {
        Route::to(0)
    }
}
