//! What every backend holds: its settings and its servers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::client::{BaseClient, Health, Servers};
use crate::config::{CacheConfig, ServerUrl};
use crate::error::Result;
use crate::factory::{BaseConnectionFactory, PoolOf};
use crate::operation::Settings;

/// The inside of a backend; cheap to clone.
pub struct Core<C, F: BaseConnectionFactory>(Arc<Inner<C, F>>);

struct Inner<C, F: BaseConnectionFactory> {
    settings: Settings,
    client: C,
    factory: F,
    urls: Vec<ServerUrl>,
    pools: Vec<PoolOf<F>>,
    health: Vec<Health>,
    socket_timeout: Duration,
    replica_read_only: bool,
    close_connection: bool,
}

impl<C: BaseClient, F: BaseConnectionFactory> Core<C, F> {
    /// Opens a cache, called `name` where the configuration has no alias; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// `Config`, naming the option and what it accepts.
    pub(crate) fn open(config: &CacheConfig, name: &str) -> Result<Self> {
        let resolved = config.resolve()?;
        let (client, factory) = (C::default(), F::default());
        client.check(&resolved.location)?;
        let options = resolved.connection_options();
        let pools = resolved.location.iter().map(|url| factory.connect(url, &options)).collect::<Result<Vec<_>>>()?;
        Ok(Self(Arc::new(Inner {
            client,
            factory,
            pools,
            health: resolved.location.iter().map(|_| Health::default()).collect(),
            socket_timeout: options.socket_timeout,
            replica_read_only: resolved.replica_read_only,
            close_connection: resolved.close_connection,
            settings: resolved.settings(name)?,
            urls: resolved.location,
        })))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn client(&self) -> &C {
        &self.0.client
    }

    pub(crate) fn factory(&self) -> &F {
        &self.0.factory
    }

    pub(crate) fn servers(&self) -> Servers<'_> {
        Servers::new(&self.0.health, self.0.replica_read_only)
    }

    pub(crate) fn url(&self, server: usize) -> &ServerUrl {
        &self.0.urls[server]
    }

    pub(crate) fn pool(&self, server: usize) -> &PoolOf<F> {
        &self.0.pools[server]
    }

    pub(crate) fn health(&self, server: usize) -> &Health {
        &self.0.health[server]
    }

    pub(crate) fn socket_timeout(&self) -> Duration {
        self.0.socket_timeout
    }

    pub(crate) fn close(&self) {
        if self.0.close_connection {
            self.0.pools.iter().for_each(|pool| self.0.factory.disconnect(pool));
        }
    }
}

impl<C, F: BaseConnectionFactory> Clone for Core<C, F> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C, F: BaseConnectionFactory> fmt::Debug for Core<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("alias", &self.0.settings.alias).field("servers", &self.0.urls).finish_non_exhaustive()
    }
}
