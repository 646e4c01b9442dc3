//! Backends: what a user declares, and what binds operations to it.

mod action;
mod base;
mod batch;
mod connection;
mod core;
mod fan_out;
mod fit;
#[cfg(any(feature = "async", feature = "blocking"))]
mod generic;
mod registration;
mod relocate;
mod session;
mod versioned;

pub use action::{Action, Conditional, Paged, Timed};
pub use base::{BaseValkeyCache, NoFields};
pub use batch::{Batch, BatchItems};
pub use connection::ConnectionRequest;
pub use core::Core;
#[cfg(feature = "async")]
pub use generic::AsyncCache;
#[cfg(feature = "blocking")]
pub use generic::BlockingCache;
pub use registration::{BackendRegistration, registered_backends};
pub(crate) use session::Session;
