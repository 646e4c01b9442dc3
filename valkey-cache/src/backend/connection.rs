//! Raw access: the driver's connection, for what no operation does.

use std::fmt;
#[cfg(feature = "async")]
use std::future::{Future, IntoFuture};
#[cfg(feature = "async")]
use std::pin::Pin;
use std::time::Instant;

use super::core::Core;
use crate::client::BaseClient;
use crate::error::Result;
#[cfg(feature = "async")]
use crate::factory::Async;
use crate::factory::{BaseConnectionFactory, ConnectionOf};
#[cfg(feature = "blocking")]
use crate::factory::{Blocking, BlockingConnection};
use crate::operation::{Access, Draft, read, reply, write};

/// A request for a connection of the driver: end it in `.await` (async) or `.run()` (blocking).
#[must_use = "a request does nothing until it is awaited (async cache) or run (blocking cache)"]
pub struct ConnectionRequest<'k, C, F: BaseConnectionFactory> {
    core: Core<C, F>,
    access: Access,
    key: Option<&'k str>,
}

impl<'k, C: BaseClient, F: BaseConnectionFactory> ConnectionRequest<'k, C, F> {
    pub(crate) fn new(core: &Core<C, F>, access: Access, key: Option<&'k str>) -> Self {
        Self { core: core.clone(), access, key }
    }

    async fn connection(self) -> Result<ConnectionOf<F>> {
        let Self { core, access, key } = self;
        let draft = match access {
            Access::Read => read("get_valkey_connection"),
            Access::Write => write("get_valkey_connection"),
        };
        // A client routes commands; this one is never sent.
        let mut command = key.into_iter().fold(draft, Draft::key).returns(reply::bytes);
        let request = command.request(core.settings(), None)?;
        let server = core.client().route(access, &request, &core.servers()).first();
        let deadline = Instant::now() + core.socket_timeout();
        let connection = core.factory().get_connection(core.pool(server), deadline).await;
        connection.map_err(|error| {
            let alias = core.settings().alias.as_str();
            error.with_operation(command.name()).with_server(core.url(server).to_string()).with_alias(alias)
        })
    }
}

#[cfg(feature = "blocking")]
impl<C: BaseClient, F: BaseConnectionFactory<Style = Blocking>> ConnectionRequest<'_, C, F> {
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
impl<'k, C: BaseClient, F: BaseConnectionFactory<Style = Async>> IntoFuture for ConnectionRequest<'k, C, F> {
    type Output = Result<redis::aio::MultiplexedConnection>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'k>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.connection().await?.into_inner() })
    }
}

impl<C, F: BaseConnectionFactory> fmt::Debug for ConnectionRequest<'_, C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionRequest")
            .field("access", &self.access)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
