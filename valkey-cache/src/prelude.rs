//! What a program that uses a cache imports: `use valkey_cache::prelude::*;`.

pub use crate::backend::{Action, BaseValkeyCache};
pub use crate::client::{AnyClient, DefaultClient, DefaultClusterClient, HerdClient, SentinelClient, ShardClient};
pub use crate::commands::{
    ClusterCommands, CounterCommands, ExpiryCommands, HashCommands, KeyCommands, ListCommands, LockCommands,
    LookupCommands, ManyCommands, PatternCommands, ServerCommands, SetCommands, SortedSetCommands, StringCommands,
};
pub use crate::config::Timeout;
#[cfg(feature = "async")]
pub use crate::factory::{AsyncClusterConnectionFactory, AsyncConnectionFactory, AsyncSentinelConnectionFactory};
#[cfg(feature = "blocking")]
pub use crate::factory::{ClusterConnectionFactory, ConnectionFactory, SentinelConnectionFactory};
pub use crate::operation::reply::Ttl;
#[cfg(feature = "async")]
pub use crate::ready::{AsyncClusterValkeyCache, AsyncHerdValkeyCache, AsyncSentinelValkeyCache, AsyncValkeyCache};
#[cfg(feature = "blocking")]
pub use crate::ready::{ClusterValkeyCache, HerdValkeyCache, SentinelValkeyCache, ValkeyCache};
pub use crate::{cache_backend, compressor, key_function, serializer};
