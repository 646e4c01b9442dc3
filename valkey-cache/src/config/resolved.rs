//! A cache's configuration with nothing missing and everything checked.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use super::cache::CacheConfig;
use super::client_options::ClientOptions;
use super::credentials::CredentialsSource;
use super::hash_layout::HashLayout;
use super::sentinel;
use super::server_url::ServerUrl;
use super::timeout::Timeout;
use super::tls::TlsOptions;
use super::undecodable::Undecodable;
use crate::codec::PluginConfig;
use crate::error::{Error, ErrorKind, Result};

/// Holds the configuration of one cache with all defaults filled in and all values checked.
///
/// It comes from [`CacheConfig::resolve`]; the methods of [`CacheConfig`] say what the fields mean.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ResolvedConfig {
    /// The name in the configuration, if it came from one.
    pub alias: Option<String>,
    /// The servers, at least one, each with the user name, password and protocol to use.
    pub servers: Vec<ServerUrl>,
    /// What every key on the server begins with.
    pub key_prefix: String,
    /// The version that every key carries.
    pub version: u64,
    /// How long an entry lives when the call does not say.
    pub timeout: Timeout,
    /// The name of the function that makes keys.
    pub key_function: String,
    /// The name of the key function that turns keys back, if it is another one.
    pub reverse_key_function: Option<String>,
    /// How hashes lie on the server.
    pub hash_layout: HashLayout,
    /// The serializer.
    pub serializer: PluginConfig,
    /// The compressor.
    pub compressor: PluginConfig,
    /// The serializers that values are also read with.
    pub fallback_serializers: Vec<PluginConfig>,
    /// The compressors that values are also decompressed with.
    pub fallback_compressors: Vec<PluginConfig>,
    /// How many bytes a stored value may have once decompressed.
    pub max_decompressed_size: usize,
    /// What a stored value is that cannot be read.
    pub undecodable: Undecodable,
    /// Whether replicas take no writes.
    pub replica_read_only: bool,
    /// Whether a call answers as if nothing were stored when the server cannot be reached.
    pub ignore_exceptions: bool,
    /// Whether an error that is ignored is logged.
    pub log_ignored_exceptions: bool,
    /// Whether closing the cache closes its connections.
    pub close_connection: bool,
    /// How many keys a server looks at per page of an iteration.
    pub scan_itersize: NonZeroUsize,
    /// What the client is told.
    pub client: ClientOptions,
    /// How connections to the servers are made.
    pub connection: ConnectionOptions,
}

/// Holds the options of a server's connections; together with the [`ServerUrl`] they tell pools apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ConnectionOptions {
    /// How long an operation may take; above zero.
    pub socket_timeout: Duration,
    /// How long connecting may take; above zero.
    pub socket_connect_timeout: Duration,
    /// How many connections an async cache shares among its calls.
    pub connections: NonZeroUsize,
    /// How many connections a blocking cache holds at most.
    pub max_connections: NonZeroU32,
    /// How many keys a `memory://` store holds.
    pub max_entries: NonZeroUsize,
    /// The name that the connections carry on the server.
    pub client_name: Option<String>,
    /// The sentinels that know where the servers are, each with the user name and password to use.
    pub sentinels: Vec<ServerUrl>,
    /// How TLS is spoken, where the URL asks for it.
    pub tls: TlsOptions,
    /// Who is asked for user name and password, where neither URL nor options have them.
    pub credentials: Option<CredentialsSource>,
}

impl CacheConfig {
    /// Fills in the defaults and checks all values.
    ///
    /// A user name, password or protocol in a URL wins over the option. Names of plugins are looked up later.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`], with alias and option, when there is no location, a URL cannot be read, a number is out
    /// of its range, or a file cannot be read.
    pub fn resolve(&self) -> Result<ResolvedConfig> {
        self.checked().map_err(|error| match &self.alias {
            Some(alias) => error.with_alias(alias),
            None => error,
        })
    }

    fn checked(&self) -> Result<ResolvedConfig> {
        let (username, password) = (self.username.as_deref(), self.password.as_ref());
        let servers = self.location.clone().unwrap_or_default().servers()?;
        let servers: Vec<_> =
            servers.into_iter().map(|url| url.with_defaults(username, password, self.protocol)).collect();
        if let Some(source) = &self.credentials {
            source.check(&servers)?;
        }
        let sentinels = sentinel::urls(self.sentinels.as_deref(), self.sentinel_kwargs.as_ref(), &servers)?;
        let tls = self.tls.resolve(&servers, &sentinels)?;
        Ok(ResolvedConfig {
            alias: self.alias.clone(),
            servers,
            key_prefix: self.key_prefix.clone().unwrap_or_default(),
            version: self.version.unwrap_or(1),
            timeout: self.timeout.unwrap_or(Timeout::After(Duration::from_secs(300))),
            key_function: self.key_function.clone().unwrap_or_else(|| "default".to_owned()),
            reverse_key_function: self.reverse_key_function.clone(),
            hash_layout: self.hash_layout.unwrap_or_default(),
            serializer: self.serializer.clone().unwrap_or_else(|| "json".into()),
            compressor: self.compressor.clone().unwrap_or_else(|| "identity".into()),
            fallback_serializers: self.fallback_serializers.clone().unwrap_or_default(),
            fallback_compressors: self.fallback_compressors.clone().unwrap_or_default(),
            max_decompressed_size: count("max_decompressed_size", self.max_decompressed_size, 64 << 20)?.get(),
            undecodable: self.undecodable.unwrap_or_default(),
            replica_read_only: self.replica_read_only.unwrap_or(true),
            ignore_exceptions: self.ignore_exceptions.unwrap_or(false),
            log_ignored_exceptions: self.log_ignored_exceptions.unwrap_or(false),
            close_connection: self.close_connection.unwrap_or(false),
            scan_itersize: count("scan_itersize", self.scan_itersize, 1000)?,
            client: ClientOptions {
                name: self.client.clone(),
                herd_timeout: duration("herd_timeout", self.herd_timeout, 60)?,
                read_from_replicas: self.read_from_replicas.unwrap_or(false),
            },
            connection: ConnectionOptions {
                socket_timeout: duration("socket_timeout", self.socket_timeout, 2)?,
                socket_connect_timeout: duration("socket_connect_timeout", self.socket_connect_timeout, 1)?,
                connections: count("connections", self.connections, 1)?,
                max_connections: NonZeroU32::new(self.max_connections.unwrap_or(10))
                    .ok_or_else(|| zero("max_connections"))?,
                max_entries: count("max_entries", self.max_entries, 10_000)?,
                client_name: self.client_name.as_deref().map(client_name).transpose()?,
                sentinels,
                tls,
                credentials: self.credentials.clone(),
            },
        })
    }
}

fn count(option: &str, value: Option<usize>, default: usize) -> Result<NonZeroUsize> {
    NonZeroUsize::new(value.unwrap_or(default)).ok_or_else(|| zero(option))
}

fn duration(option: &str, value: Option<Duration>, default_seconds: u64) -> Result<Duration> {
    let duration = value.unwrap_or(Duration::from_secs(default_seconds));
    if duration.is_zero() { Err(zero(option)) } else { Ok(duration) }
}

fn zero(option: &str) -> Error {
    Error::new(ErrorKind::Config, format!("option '{option}' is 0; it must be more"))
}

/// Checks what the server would refuse when the connection is made.
fn client_name(name: &str) -> Result<String> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!(
            "option 'client_name' is '{}'; the server takes printable ASCII without spaces",
            name.escape_debug()
        );
        return Err(Error::new(ErrorKind::Config, message));
    }
    Ok(name.to_owned())
}
