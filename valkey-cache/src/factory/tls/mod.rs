//! TLS: what the driver is told of it, and what its failures mean.

#[cfg(feature = "tls")]
mod on;
#[cfg(feature = "tls")]
pub(super) use on::{address, refusal};

#[cfg(not(feature = "tls"))]
mod off;
#[cfg(not(feature = "tls"))]
pub(super) use off::{address, refusal};
