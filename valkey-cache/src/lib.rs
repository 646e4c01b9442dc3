//! A cache framework for services on Valkey and Redis: typed values, blocking or async, sharing its bytes and keys with
//! [django-valkey](https://pypi.org/project/django-valkey/).
//!
//! ```
//! # #[cfg(all(feature = "async", feature = "memory", feature = "json"))] {
//! use std::time::Duration;
//!
//! use serde::{Deserialize, Serialize};
//! use valkey_cache::prelude::*;
//!
//! /// The cache of this service.
//! #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
//! struct AppCache;
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize)]
//! struct User {
//!     name: String,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! async fn main() -> valkey_cache::Result<()> {
//!     // `valkey://127.0.0.1:6379/1` for a server; `memory://` is a store in this process.
//!     let cache = AppCache::open("memory://")?;
//!     let user = User { name: "Ada".into() };
//!
//!     cache.set("user:1", &user).timeout(Duration::from_secs(300)).await?;
//!     assert_eq!(cache.get("user:1").await?, Some(user));
//!
//!     cache.set("hits", &0).await?;
//!     let (user, hits) = cache.batch((cache.get::<User>("user:1"), cache.incr("hits", 1))).await?;
//!     assert_eq!((user?.map(|user| user.name), hits?), (Some("Ada".into()), 1));
//!     Ok(())
//! }
//! # main().unwrap() }
//! ```
//!
//! With the feature `blocking` and `factory = ConnectionFactory` the same declaration is a blocking cache: no async
//! runtime, and the same calls end in `.run()` instead of `.await`.
//!
//! # Where to look
//!
//! - [`cache_backend`] declares a backend, [`BaseValkeyCache`](backend::BaseValkeyCache) is what every backend has.
//! - `AsyncValkeyCache` and `ValkeyCache` are backends that are declared already; a configuration is enough. Those with
//!   `Sentinel`, `Cluster` or `Herd` in their names are for other topologies.
//! - [`commands`] has the operations, by Valkey's own groups.
//! - [`config`] and [`Caches`]: caches by alias, from TOML or from code.
//! - [`codec`]: serializers and compressors, by name; plugins of your own.
//! - [`factory`] and [`client`]: how connections are made, and which server is asked.
//! - [`operation`]: commands of your own.
//!
//! # Features
//!
//! | feature | what it brings | by default |
//! |---|---|---|
//! | `async` | [`AsyncConnectionFactory`](factory::AsyncConnectionFactory), on tokio | yes |
//! | `blocking` | `ConnectionFactory`, with a pool and without a runtime | |
//! | `memory` | `memory://`, the store in this process | yes |
//! | `toml` | configurations from TOML | yes |
//! | `tls` | `valkeys://` and `rediss://` | |
//! | `tls-webpki-roots` | the authorities that Mozilla trusts, in place of the system's | |
//! | `json`, `msgpack`, `cbor`, `pickle`, `postcard` | serializers | `json`, `msgpack` |
//! | `zstd`, `lz4`, `zlib`, `gzip`, `bz2`, `lzma`, `brotli` | compressors | `zstd`, `lz4` |

#![cfg_attr(
    not(any(feature = "async", feature = "blocking")),
    expect(
        dead_code,
        reason = "without a calling style nothing is sent; keys, codecs and configurations are what is left"
    )
)]

// In the order of the floors: a module imports from those above it in this list only.
mod error;
mod registry;

pub mod key;

pub mod codec;

pub mod config;

pub mod operation;

pub mod factory;

pub mod client;

pub mod backend;

pub mod commands;

mod caches;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(any(feature = "async", feature = "blocking"))]
mod ready;

pub mod prelude;

#[cfg(feature = "async")]
pub use backend::AsyncCache;
#[cfg(feature = "blocking")]
pub use backend::BlockingCache;
pub use backend::registered_backends;
pub use caches::{Caches, get_valkey_connection};
pub use codec::{decode, encode, registered_compressors, registered_serializers};
pub use config::{CacheConfig, CachesConfig, Timeout};
pub use error::{Error, ErrorKind, Result};
pub use key::{CacheKey, default_key_func, glob_escape, key_slot, make_key, make_pattern, reverse_key};
#[cfg(feature = "async")]
pub use ready::{AsyncClusterValkeyCache, AsyncHerdValkeyCache, AsyncSentinelValkeyCache, AsyncValkeyCache};
#[cfg(feature = "blocking")]
pub use ready::{ClusterValkeyCache, HerdValkeyCache, SentinelValkeyCache, ValkeyCache};
pub use valkey_cache_derive::{cache_backend, compressor, key_function, serializer};
