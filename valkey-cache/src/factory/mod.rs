//! Connection factories: from a URL and options to a pool, and from a pool to connections.

#[cfg(feature = "async")]
mod asynchronous;
#[cfg(feature = "blocking")]
mod blocking;
mod cluster;
mod driver;
mod endpoint;
mod generation;
mod health;
#[cfg(feature = "memory")]
pub(crate) mod memory;
mod params;
mod sentinel;
mod shared;
mod style;
mod tls;

#[cfg(feature = "async")]
pub use asynchronous::{
    Async, AsyncBatch, AsyncConnection, AsyncConnectionFactory, AsyncPool, AsyncSentinelConnectionFactory,
};
#[cfg(feature = "blocking")]
pub(crate) use blocking::run;
#[cfg(feature = "blocking")]
pub use blocking::{Blocking, BlockingConnection, BlockingPool, ConnectionFactory, SentinelConnectionFactory};
#[cfg(feature = "async")]
pub use cluster::AsyncClusterConnectionFactory;
#[cfg(feature = "blocking")]
pub use cluster::ClusterConnectionFactory;
pub use cluster::{ClusterConnection, ClusterPool, Clustered};
pub(crate) use health::Health;
pub use params::ConnectionParams;
pub use style::{
    BaseConnectionFactory, Blocks, CallingStyle, ConnectionOf, DefaultFactory, EndingOf, PoolOf, Pools, RawOf, StyleOf,
    Waits,
};

pub use crate::config::ConnectionOptions;
