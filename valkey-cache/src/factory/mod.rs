//! Connection factories: from a URL and options to a pool, and from a pool to connections.

#[cfg(feature = "async")]
mod asynchronous;
#[cfg(feature = "blocking")]
mod blocking;
mod driver;
mod generation;
#[cfg(feature = "memory")]
pub(crate) mod memory;
mod params;
mod shared;
mod style;

#[cfg(feature = "async")]
pub use asynchronous::{Async, AsyncBatch, AsyncConnection, AsyncConnectionFactory, AsyncPool};
#[cfg(feature = "blocking")]
pub(crate) use blocking::run;
#[cfg(feature = "blocking")]
pub use blocking::{Blocking, BlockingConnection, BlockingPool, ConnectionFactory};
pub use params::ConnectionParams;
pub use style::{BaseConnectionFactory, Blocks, CallingStyle, ConnectionOf, DefaultFactory, PoolOf, StyleOf, Waits};

pub use crate::config::ConnectionOptions;
