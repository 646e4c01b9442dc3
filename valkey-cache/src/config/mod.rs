//! Configuration: what people write about their caches, checked, with the defaults filled in.
//!
//! A [`CacheConfig`] holds what was said about one cache, in code or in a file; a [`CachesConfig`] holds several of
//! them by alias. [`CacheConfig::resolve`] turns one into a [`ResolvedConfig`], where nothing is missing any more.
//! A name that is not known is an error that lists the known ones; no text of this module shows a password.

mod cache;
mod caches;
mod client_options;
mod credentials;
mod hash_layout;
mod location;
mod names;
mod option;
mod protocol;
mod read;
mod resolved;
mod secret;
mod sentinel;
mod server_url;
mod timeout;
mod tls;
#[cfg(feature = "toml")]
mod toml;
mod undecodable;
mod value;

#[cfg(test)]
mod tests;

pub use cache::CacheConfig;
pub use caches::CachesConfig;
pub use client_options::ClientOptions;
pub use credentials::{Credentials, CredentialsProvider, CredentialsSource};
pub use hash_layout::HashLayout;
pub use location::Location;
pub use protocol::Protocol;
pub use resolved::{ConnectionOptions, ResolvedConfig};
pub use secret::Secret;
pub use sentinel::{SentinelAddress, SentinelOptions};
pub use server_url::{ServerAddress, ServerUrl};
pub use timeout::Timeout;
pub use tls::{PemFile, TlsOptions};
pub use undecodable::Undecodable;
