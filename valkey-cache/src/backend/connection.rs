//! Raw access: the driver's connection, for what no operation does.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Instant;

use super::base::BaseValkeyCache;
use crate::client::BaseClient as _;
use crate::error::Result;
#[cfg(feature = "async")]
use crate::factory::Async;
use crate::factory::{BaseConnectionFactory, ConnectionOf};
#[cfg(feature = "blocking")]
use crate::factory::{Blocking, BlockingConnection};
use crate::operation::{Access, Draft, read, reply, write};

/// A request for a connection of the driver: end it in `.await` (async) or `.run()` (blocking).
#[must_use = "a request does nothing until it is awaited (async cache) or run (blocking cache)"]
pub struct ConnectionRequest<'c, B> {
    cache: &'c B,
    access: Access,
    key: Option<&'c str>,
}

impl<'c, B: BaseValkeyCache> ConnectionRequest<'c, B> {
    pub(super) fn new(cache: &'c B, access: Access, key: Option<&'c str>) -> Self {
        Self { cache, access, key }
    }

    async fn connection(self) -> Result<ConnectionOf<B::Factory>> {
        let Self { cache, access, key } = self;
        let core = cache.core();
        let draft = match access {
            Access::Read => read("get_valkey_connection"),
            Access::Write => write("get_valkey_connection"),
        };
        let draft = key.into_iter().fold(draft, Draft::key);
        let request = draft.returns(reply::bytes).request(core.settings(), None)?;
        let server = core.client().route(&request, &core.servers()).iter().next().unwrap_or(0);
        let deadline = Instant::now() + core.socket_timeout();
        core.factory()
            .get_connection(core.pool(server), deadline)
            .await
            .map_err(|error| error.with_server(core.url(server).to_string()).with_alias(cache.alias()))
    }
}

#[cfg(feature = "blocking")]
impl<B: BaseValkeyCache> ConnectionRequest<'_, B>
where
    B::Factory: BaseConnectionFactory<Style = Blocking>,
{
    /// Takes a connection out of the pool; it goes back when it is dropped.
    ///
    /// # Errors
    ///
    /// `Connection` or `Timeout`; `Unsupported` for the store in this process.
    pub fn run(self) -> Result<BlockingConnection> {
        crate::factory::run(self.connection())?.into_raw()
    }
}

#[cfg(feature = "async")]
impl<'c, B: BaseValkeyCache> IntoFuture for ConnectionRequest<'c, B>
where
    B::Factory: BaseConnectionFactory<Style = Async>,
{
    type Output = Result<redis::aio::MultiplexedConnection>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.connection().await?.into_inner() })
    }
}

impl<B> fmt::Debug for ConnectionRequest<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionRequest")
            .field("access", &self.access)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
