//! Servers that share the keys among them.

use super::ring::Ring;
use super::{BareValues, BaseClient, Route, Servers};
use crate::config::{ClientOptions, ServerUrl};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Request;

/// Spreads keys over several servers that know nothing of each other; every server is a shard.
///
/// A key's shard follows from the key and from the URLs **as they are written**, in the way of django-valkey's
/// `ShardClient`: an application that writes the same URLs finds the same keys. Keys that belong together share a tag,
/// the text in braces: `{user:1}:seen` and `{user:1}:liked` are on one shard. An operation over several keys that needs
/// them on one shard fails with `InvalidInput` when they are not.
///
/// When a shard cannot be reached, only what concerns its keys fails.
#[derive(Debug, Default)]
pub struct ShardClient {
    ring: Ring,
}

impl ShardClient {
    fn route(&self, request: &Request) -> Route {
        let of_key = || request.key().map(|key| self.ring.shard(key));
        Route::to(request.node().or_else(of_key).unwrap_or_default())
    }
}

impl BareValues for ShardClient {}

impl BaseClient for ShardClient {
    fn prepare(&mut self, servers: &[ServerUrl], _: &ClientOptions) -> Result<()> {
        for (index, url) in servers.iter().enumerate() {
            if servers[..index].contains(url) {
                let message = format!("{url} is listed twice; every shard is a server, or a database, of its own");
                return Err(Error::new(ErrorKind::Config, message));
            }
        }
        self.ring = Ring::new(servers.iter().map(ServerUrl::written));
        Ok(())
    }

    fn place(&self, key: &[u8]) -> Option<usize> {
        Some(self.ring.shard(key))
    }

    fn nodes(&self, servers: &Servers<'_>) -> Vec<usize> {
        (0..servers.len()).collect()
    }

    fn route_read(&self, request: &Request, _: &Servers<'_>) -> Route {
        self.route(request)
    }

    fn route_write(&self, request: &Request, _: &Servers<'_>) -> Route {
        self.route(request)
    }
}
