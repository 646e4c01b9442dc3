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
#[cfg(feature = "blocking")]
use crate::factory::Blocks;
#[cfg(feature = "async")]
use crate::factory::Waits;
use crate::factory::{BaseConnectionFactory, CallingStyle as _, RawOf, StyleOf};
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

    async fn connection(self) -> Result<RawOf<F>> {
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
        let connection = match core.factory().get_connection(core.pool(server), deadline).await {
            Ok(connection) => StyleOf::<F>::raw(connection, &request, deadline).await,
            Err(error) => Err(error),
        };
        connection.map_err(|error| {
            let alias = core.settings().alias.as_str();
            error.with_operation(command.name()).with_server(core.url(server).to_string()).with_alias(alias)
        })
    }
}

#[cfg(feature = "blocking")]
impl<C: BaseClient, F: BaseConnectionFactory> ConnectionRequest<'_, C, F> {
    /// Takes a connection out of the pool; it is yours alone, and is closed when it is dropped.
    ///
    /// # Errors
    ///
    /// `Connection` or `Timeout`; `Unsupported` for the store in this process.
    pub fn run(self) -> Result<RawOf<F>>
    where
        StyleOf<F>: Blocks,
    {
        crate::factory::run(self.connection())
    }
}

#[cfg(feature = "async")]
impl<'k, C: BaseClient, F: BaseConnectionFactory> IntoFuture for ConnectionRequest<'k, C, F>
where
    StyleOf<F>: Waits,
{
    type Output = Result<RawOf<F>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'k>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.connection())
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
