//! What every backend holds: its settings and its servers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::fit;
use crate::client::{BaseClient, Health, Servers};
use crate::codec::{AnyCompressor, AnySerializer, Codec};
use crate::config::{CacheConfig, ResolvedConfig, ServerUrl};
use crate::error::Result;
use crate::factory::{BaseConnectionFactory, CallingStyle as _, PoolOf, StyleOf};
use crate::key::{KeyFunction, KeySpace};
use crate::operation::{Flights, Herd, Settings};

/// The inside of a backend; cheap to clone.
pub struct Core<C, F: BaseConnectionFactory>(Arc<Inner<C, F>>);

struct Inner<C, F: BaseConnectionFactory> {
    settings: Settings,
    client: C,
    factory: F,
    urls: Vec<ServerUrl>,
    pools: Vec<Arc<PoolOf<F>>>,
    health: Vec<Health>,
    flights: Flights,
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
        let config = config.resolve()?;
        let alias = config.alias.clone().unwrap_or_else(|| name.to_owned());
        Self::connect(config, &alias).map_err(|error| error.with_alias(alias))
    }

    fn connect(mut config: ResolvedConfig, alias: &str) -> Result<Self> {
        if let Some(danger) = config.connection.tls.danger().filter(|_| config.servers.iter().any(ServerUrl::is_tls)) {
            tracing::warn!(alias, "{danger}");
        }
        let factory = F::default();
        let mut client = config.client.name.as_deref().map_or_else(|| Ok(C::default()), C::named)?;
        config.servers = client.servers(config.servers)?;
        client.prepare(&config.servers, &config.client)?;
        let herd = client.herd();
        fit::check(&config, client.spans_cluster(), StyleOf::<F>::SPANS_CLUSTER)?;
        let pools = factory.connect_all(&config.servers, &config.connection)?;
        let (urls, pools): (Vec<_>, Vec<_>) = pools.into_iter().unzip();
        Ok(Self(Arc::new(Inner {
            client,
            factory,
            health: pools.iter().map(|_| Health::default()).collect(),
            flights: Flights::default(),
            socket_timeout: config.connection.socket_timeout,
            replica_read_only: config.replica_read_only,
            close_connection: config.close_connection,
            settings: settings(&config, alias, herd)?,
            pools,
            urls,
        })))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Tells whether both are of one cache: opened once, then cloned.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
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

    pub(crate) fn flights(&self) -> &Flights {
        &self.0.flights
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
        f.debug_struct("Core")
            .field("alias", &self.0.settings.alias)
            .field("servers", &self.0.urls)
            .finish_non_exhaustive()
    }
}

fn settings(config: &ResolvedConfig, alias: &str, herd: Option<Herd>) -> Result<Settings> {
    let function = KeyFunction::named(&config.key_function)?;
    let function = match &config.reverse_key_function {
        Some(name) => function.reversed_by(&KeyFunction::named(name)?),
        None => function,
    };
    Ok(Settings {
        alias: alias.to_owned(),
        keys: KeySpace::new(config.key_prefix.as_str(), config.version, function),
        codec: codec(config)?,
        herd,
        undecodable: config.undecodable,
        hash_layout: config.hash_layout,
        timeout: config.timeout,
        itersize: config.scan_itersize.get(),
        ignore_exceptions: config.ignore_exceptions,
        log_ignored_exceptions: config.log_ignored_exceptions,
    })
}

fn codec(config: &ResolvedConfig) -> Result<Codec> {
    let serializers = config.fallback_serializers.iter().map(AnySerializer::from_config).collect::<Result<Vec<_>>>()?;
    let compressors = config.fallback_compressors.iter().map(AnyCompressor::from_config).collect::<Result<Vec<_>>>()?;
    Codec::new(&config.serializer, &config.compressor, config.max_decompressed_size)?
        .with_fallbacks(serializers, compressors)
}
