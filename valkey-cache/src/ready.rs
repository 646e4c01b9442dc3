//! Backends that are declared already: a program that takes one of them is configured, and declares nothing.

use crate::cache_backend;
use crate::client::{AnyClient, DefaultClusterClient, HerdClient, SentinelClient};
#[cfg(feature = "async")]
use crate::factory::{AsyncClusterConnectionFactory, AsyncConnectionFactory, AsyncSentinelConnectionFactory};
#[cfg(feature = "blocking")]
use crate::factory::{ClusterConnectionFactory, ConnectionFactory, SentinelConnectionFactory};

/// Is a blocking cache on one server, a primary with replicas, or shards.
///
/// The client is [`DefaultClient`](crate::client::DefaultClient), or the one that the option `client` names: see
/// [`AnyClient`].
///
/// ```
/// # #[cfg(feature = "memory")] {
/// use valkey_cache::prelude::*;
///
/// let cache = ValkeyCache::open("memory://")?;
/// cache.set("hits", &1).run()?;
/// assert_eq!(cache.get("hits").run()?, Some(1));
/// # }
/// # Ok::<_, valkey_cache::Error>(())
/// ```
#[cfg(feature = "blocking")]
#[cache_backend(client = AnyClient, factory = ConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct ValkeyCache;

/// Is an async cache on one server, a primary with replicas, or shards.
///
/// The client is [`DefaultClient`](crate::client::DefaultClient), or the one that the option `client` names: see
/// [`AnyClient`].
///
/// ```
/// # #[cfg(all(feature = "memory", feature = "toml"))] {
/// use valkey_cache::prelude::*;
/// use valkey_cache::{Caches, CachesConfig};
///
/// # #[tokio::main(flavor = "current_thread")]
/// async fn main() -> valkey_cache::Result<()> {
///     let config = "[caches.default]\nbackend = 'AsyncValkeyCache'\nlocation = 'memory://'";
///     let caches = Caches::new(CachesConfig::from_toml_str(config)?);
///     let cache = caches.get::<AsyncValkeyCache>("default")?;
///     cache.set("hits", &1).await?;
///     assert_eq!(cache.get("hits").await?, Some(1));
///     Ok(())
/// }
/// # main().unwrap() }
/// ```
#[cfg(feature = "async")]
#[cache_backend(client = AnyClient, factory = AsyncConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct AsyncValkeyCache;

/// Is a blocking cache on a service that sentinels watch; the option `sentinels` lists these.
#[cfg(feature = "blocking")]
#[cache_backend(client = SentinelClient, factory = SentinelConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct SentinelValkeyCache;

/// Is an async cache on a service that sentinels watch; the option `sentinels` lists these.
#[cfg(feature = "async")]
#[cache_backend(client = SentinelClient, factory = AsyncSentinelConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct AsyncSentinelValkeyCache;

/// Is a blocking cache on a cluster.
#[cfg(feature = "blocking")]
#[cache_backend(client = DefaultClusterClient, factory = ClusterConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct ClusterValkeyCache;

/// Is an async cache on a cluster.
#[cfg(feature = "async")]
#[cache_backend(client = DefaultClusterClient, factory = AsyncClusterConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct AsyncClusterValkeyCache;

/// Is a blocking cache that serves stale values for a while, as [`HerdClient`] does.
#[cfg(feature = "blocking")]
#[cache_backend(client = HerdClient, factory = ConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct HerdValkeyCache;

/// Is an async cache that serves stale values for a while, as [`HerdClient`] does.
#[cfg(feature = "async")]
#[cache_backend(client = HerdClient, factory = AsyncConnectionFactory, crate = crate)]
#[derive(Clone, Debug)]
pub struct AsyncHerdValkeyCache;
