//! What a client is told of a cache's configuration.

use std::time::Duration;

/// Holds the options that clients look at when a cache is opened.
///
/// They come from [`CacheConfig`](super::CacheConfig); a client that has no use for one leaves it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientOptions {
    /// The name of the client, if the configuration has one.
    pub name: Option<String>,
    /// How long a herd client still serves a value whose timeout has passed; above zero, 60 seconds by default.
    pub herd_timeout: Duration,
    /// Whether reads go to replicas in a cluster; false by default.
    pub read_from_replicas: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self { name: None, herd_timeout: Duration::from_secs(60), read_from_replicas: false }
    }
}
