//! What a pool depends on, and what makes two pools the same.

use std::num::NonZeroUsize;
#[cfg(feature = "memory")]
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "memory")]
use super::memory::Store;
use crate::config::{Address, Protocol, Secret, ServerUrl};
use crate::error::{Error, ErrorKind, Result};

/// The part of a cache's configuration that is about connections.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ConnectionOptions {
    /// The user name, where the URL has none.
    pub username: Option<String>,
    /// The password, where the URL has none.
    pub password: Option<Secret>,
    /// The protocol, where the URL names none.
    pub protocol: Option<Protocol>,
    /// How long an operation may take in all.
    pub socket_timeout: Duration,
    /// How long making a connection may take.
    pub socket_connect_timeout: Duration,
    /// How many multiplexed connections an async pool keeps.
    pub connections: usize,
    /// How many connections a blocking pool keeps at most.
    pub max_connections: u32,
    /// How many keys the store in this process keeps at most.
    pub max_entries: NonZeroUsize,
    /// The name that a connection gives itself: [CLIENT SETNAME](https://valkey.io/commands/client-setname).
    pub client_name: Option<String>,
}

/// Everything that a pool depends on. Equal parameters share a pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ConnectionParams {
    /// Where the server is.
    pub url: ServerUrl,
    /// The number of the database.
    pub db: i64,
    /// The user name.
    pub username: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// The version of the wire protocol; the reference's parser class.
    pub protocol: Protocol,
    /// How long an operation may take in all.
    pub socket_timeout: Duration,
    /// How long making a connection may take.
    pub socket_connect_timeout: Duration,
    /// How many multiplexed connections an async pool keeps.
    pub connections: usize,
    /// How many connections a blocking pool keeps at most.
    pub max_connections: u32,
    /// How many keys the store in this process keeps at most.
    pub max_entries: NonZeroUsize,
    /// The name that a connection gives itself.
    pub client_name: Option<String>,
}

impl ConnectionParams {
    /// Puts a URL and options together; what the URL says goes first.
    ///
    /// # Errors
    ///
    /// `Config`, if there is a user name without a password.
    pub fn new(url: &ServerUrl, options: &ConnectionOptions) -> Result<Self> {
        let username = url.username().map(str::to_owned).or_else(|| options.username.clone());
        let password = url.password().cloned().or_else(|| options.password.clone());
        if username.is_some() && password.is_none() {
            return Err(Error::new(
                ErrorKind::Config,
                format!("there is a user name for {url} and no password; give it in the URL or as the option `password`"),
            ));
        }
        Ok(Self {
            url: url.clone(),
            db: url.db(),
            username,
            password,
            protocol: url.protocol().or(options.protocol).unwrap_or_default(),
            socket_timeout: options.socket_timeout,
            socket_connect_timeout: options.socket_connect_timeout,
            connections: options.connections,
            max_connections: options.max_connections,
            max_entries: options.max_entries,
            client_name: options.client_name.clone(),
        })
    }

    /// Tells whether the pool is not to be shared: the store behind `memory://` without a name belongs to one cache.
    pub(super) fn is_private(&self) -> bool {
        matches!(self.url.address(), Address::Memory { name: None })
    }

    /// Returns the store in this process, if that is what the URL means.
    #[cfg(feature = "memory")]
    pub(super) fn memory_store(&self) -> Result<Option<Arc<Store>>> {
        match self.url.address() {
            Address::Memory { name: None } => Ok(Some(Arc::new(Store::new(self.max_entries)))),
            Address::Memory { name: Some(name) } => Store::named(name, self.max_entries).map(Some),
            _ => Ok(None),
        }
    }
}
