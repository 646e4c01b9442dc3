//! Where a server is, and what to say to it first.

mod display;
mod parse;
mod query;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

use super::protocol::Protocol;
use super::secret::Secret;
use crate::error::{Error, ErrorKind, Result};

/// Holds a server's URL, read.
///
/// | URL | server |
/// |---|---|
/// | `valkey://user:password@host:6379/1`, `redis://…` | TCP |
/// | `valkeys://user:password@host:6379/1`, `rediss://…` | TCP with TLS |
/// | `unix:///path/to/socket?db=1`, `valkey+unix://…`, `redis+unix://…` | Unix socket |
/// | `memory://` | a store in this process, for this cache alone |
/// | `memory://name` | a store in this process, shared by that name |
///
/// The host is `localhost`, the port 6379 and the database 0 where they are left out. Query parameters are `db`,
/// `username`, `password`, `protocol` (`resp2` or `resp3`) and `is_master` (`1` or `0`). Special characters in a user
/// name or a password are percent-encoded.
///
/// Printing it shows neither the user name nor the password. Two URLs that mean the same are equal:
/// `redis://localhost` is `valkey://localhost:6379/0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerUrl {
    address: ServerAddress,
    db: u32,
    username: Option<String>,
    password: Option<Secret>,
    protocol: Option<Protocol>,
    is_master: Option<bool>,
    written: Written,
}

/// How a URL was written; that takes no part in comparisons.
#[derive(Clone, Default)]
struct Written {
    /// The text that it was read from, which may hold a password.
    text: String,
    has_port: bool,
    has_role: bool,
}

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Written {}

impl Hash for Written {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Says how a server is reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ServerAddress {
    /// Over the network.
    #[non_exhaustive]
    Tcp {
        /// A name or an address; IPv6 without brackets. For Sentinel it is the name of the service.
        host: String,
        /// The port.
        port: u16,
        /// Whether the connection is encrypted.
        tls: bool,
    },
    /// Over a Unix socket.
    #[non_exhaustive]
    Unix {
        /// The socket's path, absolute.
        path: PathBuf,
    },
    /// In this process.
    #[non_exhaustive]
    Memory {
        /// The name that a shared store is found by; a store without one is private.
        name: Option<String>,
    },
}

impl ServerUrl {
    /// Reads a URL.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when the URL is malformed, contradicts itself, or says something
    /// that is not known. The text shows no part of the URL that may be secret.
    pub fn parse(url: &str) -> Result<Self> {
        parse::parse(url)
    }

    /// Makes the URL of a server on the network.
    pub(crate) fn tcp(host: &str, port: u16, tls: bool) -> Self {
        let address = ServerAddress::Tcp { host: host.to_owned(), port, tls };
        Self {
            address,
            db: 0,
            username: None,
            password: None,
            protocol: None,
            is_master: None,
            written: Written::default(),
        }
    }

    /// Returns the URL of a node of the Sentinel service that this one names: the same, but for the address.
    pub(crate) fn of_node(&self, host: &str, port: u16) -> Self {
        let tls = matches!(self.address, ServerAddress::Tcp { tls: true, .. });
        let address = ServerAddress::Tcp { host: host.to_owned(), port, tls };
        Self { address, is_master: None, ..self.clone() }
    }

    /// Returns the URL of the primary of a Sentinel service, or of its replicas.
    pub(crate) fn of_role(self, is_master: bool) -> Self {
        Self { is_master: Some(is_master), ..self }
    }

    /// Returns the URL as the user wrote it: without a role that it was given since.
    pub(crate) fn without_given_role(&self) -> Self {
        Self { is_master: self.is_master.filter(|_| self.written.has_role), ..self.clone() }
    }

    /// Returns how the server is reached.
    pub fn address(&self) -> &ServerAddress {
        &self.address
    }

    /// Tells whether a port was written, be it the one that it would be anyway.
    pub(crate) fn has_written_port(&self) -> bool {
        self.written.has_port
    }

    pub(crate) fn is_in_process(&self) -> bool {
        matches!(self.address, ServerAddress::Memory { .. })
    }

    pub(crate) fn is_tls(&self) -> bool {
        matches!(self.address, ServerAddress::Tcp { tls: true, .. })
    }

    /// Returns the number of the database. See [SELECT](https://valkey.io/commands/select).
    pub fn db(&self) -> u32 {
        self.db
    }

    /// Returns the user name to log in with.
    pub fn username(&self) -> Option<&str> {
        self.username.as_deref()
    }

    /// Returns the password to log in with.
    pub fn password(&self) -> Option<&Secret> {
        self.password.as_ref()
    }

    /// Returns the version of the wire protocol; RESP2 when nobody asked for another.
    pub fn protocol(&self) -> Protocol {
        self.protocol.unwrap_or_default()
    }

    /// Tells whether the URL asks for the primary of a Sentinel service (`is_master=1`) or for its replicas
    /// (`is_master=0`).
    pub fn is_master(&self) -> Option<bool> {
        self.is_master
    }

    /// Returns the text that the URL was read from, password and all: the shards of a ring are told apart by it.
    pub(crate) fn written(&self) -> &str {
        &self.written.text
    }

    /// Fills in from the cache's options what the URL leaves out.
    pub(super) fn with_defaults(
        mut self,
        username: Option<&str>,
        password: Option<&Secret>,
        protocol: Option<Protocol>,
    ) -> Self {
        if self.is_in_process() {
            return self;
        }
        self.username = self.username.or_else(|| username.map(str::to_owned));
        self.password = self.password.or_else(|| password.cloned());
        if self.username.is_some() {
            // Without any password the driver would not log in, and everything would run as the default user. A user
            // without a password (`nopass`) logs in with any; for all others the server says that it is wrong.
            self.password.get_or_insert_with(|| Secret::new(""));
        }
        // RESP2 is what happens anyway; leaving it out makes URLs equal that mean the same.
        self.protocol = self.protocol.or(protocol).filter(|protocol| *protocol != Protocol::Resp2);
        self
    }
}

impl FromStr for ServerUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self> {
        Self::parse(url)
    }
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, message)
}

fn decode<'t>(text: &'t str, what: &str) -> Result<Cow<'t, str>> {
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| wrong(format!("the {what} of the server URL is not UTF-8 after percent-decoding")))
}
