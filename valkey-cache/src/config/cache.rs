//! What was said about one cache.

use std::time::Duration;

use super::credentials::CredentialsSource;
use super::hash_layout::HashLayout;
use super::location::Location;
use super::protocol::Protocol;
use super::secret::Secret;
use super::sentinel::{SentinelAddress, SentinelOptions};
use super::timeout::Timeout;
use super::tls::TlsConfig;
use super::undecodable::Undecodable;
use crate::codec::PluginConfig;

/// Holds what was said about one cache, in code or in a file.
///
/// What is left out is taken from the next layer when two are merged, and from the defaults when the cache is opened.
/// Values are checked then, too: see [`resolve`](Self::resolve). In a file every method is an option of that name.
///
/// ```
/// use std::time::Duration;
/// use valkey_cache::config::CacheConfig;
///
/// let config = CacheConfig::new()
///     .location("valkey://127.0.0.1:6379/1")
///     .key_prefix("app")
///     .timeout(Duration::from_secs(60));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CacheConfig {
    /// The name in the configuration it came from; what errors are about.
    pub(crate) alias: Option<String>,
    pub(crate) backend: Option<String>,
    pub(crate) client: Option<String>,
    pub(crate) location: Option<Location>,
    pub(crate) key_prefix: Option<String>,
    pub(crate) version: Option<u64>,
    pub(crate) timeout: Option<Timeout>,
    pub(crate) key_function: Option<String>,
    pub(crate) reverse_key_function: Option<String>,
    pub(crate) hash_layout: Option<HashLayout>,
    pub(crate) serializer: Option<PluginConfig>,
    pub(crate) compressor: Option<PluginConfig>,
    pub(crate) fallback_serializers: Option<Vec<PluginConfig>>,
    pub(crate) fallback_compressors: Option<Vec<PluginConfig>>,
    pub(crate) max_decompressed_size: Option<usize>,
    pub(crate) undecodable: Option<Undecodable>,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<Secret>,
    pub(crate) credentials: Option<CredentialsSource>,
    pub(crate) tls: TlsConfig,
    pub(crate) socket_timeout: Option<Duration>,
    pub(crate) socket_connect_timeout: Option<Duration>,
    pub(crate) replica_read_only: Option<bool>,
    pub(crate) read_from_replicas: Option<bool>,
    pub(crate) herd_timeout: Option<Duration>,
    pub(crate) ignore_exceptions: Option<bool>,
    pub(crate) log_ignored_exceptions: Option<bool>,
    pub(crate) close_connection: Option<bool>,
    pub(crate) scan_itersize: Option<usize>,
    pub(crate) protocol: Option<Protocol>,
    pub(crate) connections: Option<usize>,
    pub(crate) max_connections: Option<u32>,
    pub(crate) max_entries: Option<usize>,
    pub(crate) client_name: Option<String>,
    pub(crate) sentinels: Option<Vec<SentinelAddress>>,
    pub(crate) sentinel_kwargs: Option<SentinelOptions>,
}

impl CacheConfig {
    /// Makes a configuration that says nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the backend type that serves this cache, for a configuration with several.
    ///
    /// It is the name of the struct under `#[cache_backend]`.
    pub fn backend(mut self, name: impl Into<String>) -> Self {
        self.backend = Some(name.into());
        self
    }

    /// Names the client, such as `"ShardClient"`, for a backend that leaves it to the configuration: one whose client is
    /// [`AnyClient`](crate::client::AnyClient). For other backends it has to be the client of the declaration.
    pub fn client(mut self, name: impl Into<String>) -> Self {
        self.client = Some(name.into());
        self
    }

    /// Sets the servers: one URL, several with commas between them, or a list. Required.
    ///
    /// The first one is the primary, the others are its replicas; what a client makes of several is in its own page.
    pub fn location(mut self, location: impl Into<Location>) -> Self {
        self.location = Some(location.into());
        self
    }

    /// Sets what every key on the server begins with; nothing by default.
    pub fn key_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.key_prefix = Some(prefix.into());
        self
    }

    /// Sets the version that every key carries; 1 by default. Another version sees other entries.
    pub fn version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets how long an entry lives when the call does not say; 300 seconds by default.
    pub fn timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.timeout = Some(timeout.into());
        self
    }

    /// Names the function that makes a key from prefix, version and key; `"default"` by default.
    pub fn key_function(mut self, name: impl Into<String>) -> Self {
        self.key_function = Some(name.into());
        self
    }

    /// Names the key function that turns keys of the server back; by default the one that makes them.
    pub fn reverse_key_function(mut self, name: impl Into<String>) -> Self {
        self.reverse_key_function = Some(name.into());
        self
    }

    /// Sets how hashes lie on the server: as keys of this crate by default, or as django-valkey has them.
    pub fn hash_layout(mut self, layout: HashLayout) -> Self {
        self.hash_layout = Some(layout);
        self
    }

    /// Selects the serializer, by name or with options; `"json"` by default.
    pub fn serializer(mut self, serializer: impl Into<PluginConfig>) -> Self {
        self.serializer = Some(serializer.into());
        self
    }

    /// Selects the compressor, by name or with options; `"identity"` by default, which compresses nothing.
    pub fn compressor(mut self, compressor: impl Into<PluginConfig>) -> Self {
        self.compressor = Some(compressor.into());
        self
    }

    /// Selects serializers that values are also read with, one after the other where the cache's own one fails; none by
    /// default.
    ///
    /// They are those that the cache had before: see [`Codec::with_fallbacks`](crate::codec::Codec::with_fallbacks).
    pub fn fallback_serializers<P: Into<PluginConfig>>(mut self, serializers: impl IntoIterator<Item = P>) -> Self {
        self.fallback_serializers = Some(serializers.into_iter().map(Into::into).collect());
        self
    }

    /// Selects compressors that values are also decompressed with; none by default.
    pub fn fallback_compressors<P: Into<PluginConfig>>(mut self, compressors: impl IntoIterator<Item = P>) -> Self {
        self.fallback_compressors = Some(compressors.into_iter().map(Into::into).collect());
        self
    }

    /// Sets how many bytes a stored value may have once decompressed; 64 MiB by default.
    ///
    /// A larger one is an error, not an allocation.
    pub fn max_decompressed_size(mut self, bytes: usize) -> Self {
        self.max_decompressed_size = Some(bytes);
        self
    }

    /// Sets whether a stored value that cannot be read is an error, or counts as missing; an error by default.
    pub fn undecodable(mut self, undecodable: Undecodable) -> Self {
        self.undecodable = Some(undecodable);
        self
    }

    /// Sets the user name to log in with, where the URL has none.
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Sets the password to log in with, where the URL has none.
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets how long an operation may take; 2 seconds by default. In a file it is a number of seconds.
    pub fn socket_timeout(mut self, timeout: Duration) -> Self {
        self.socket_timeout = Some(timeout);
        self
    }

    /// Sets how long connecting may take; 1 second by default. In a file it is a number of seconds.
    pub fn socket_connect_timeout(mut self, timeout: Duration) -> Self {
        self.socket_connect_timeout = Some(timeout);
        self
    }

    /// Sets whether replicas take no writes; true by default.
    pub fn replica_read_only(mut self, read_only: bool) -> Self {
        self.replica_read_only = Some(read_only);
        self
    }

    /// Sets whether reads go to replicas in a cluster; false by default, and an error for other caches: their replicas
    /// serve reads anyway.
    pub fn read_from_replicas(mut self, read: bool) -> Self {
        self.read_from_replicas = Some(read);
        self
    }

    /// Sets how long a herd client still serves a value whose timeout has passed; 60 seconds by default. In a file it is
    /// a number of seconds. Other clients have no use for it, so that what all caches inherit may say it.
    pub fn herd_timeout(mut self, timeout: Duration) -> Self {
        self.herd_timeout = Some(timeout);
        self
    }

    /// Sets whether a call answers as if nothing were stored when the server cannot be reached; false by default.
    pub fn ignore_exceptions(mut self, ignore: bool) -> Self {
        self.ignore_exceptions = Some(ignore);
        self
    }

    /// Sets whether an error that is ignored is logged; false by default.
    pub fn log_ignored_exceptions(mut self, log: bool) -> Self {
        self.log_ignored_exceptions = Some(log);
        self
    }

    /// Sets whether closing the cache closes its connections, which other caches may share; false by default.
    pub fn close_connection(mut self, close: bool) -> Self {
        self.close_connection = Some(close);
        self
    }

    /// Sets how many keys a server looks at per page of an iteration; 1000 by default.
    ///
    /// See [SCAN](https://valkey.io/commands/scan).
    pub fn scan_itersize(mut self, keys: usize) -> Self {
        self.scan_itersize = Some(keys);
        self
    }

    /// Sets the version of the wire protocol, where the URL says none; RESP2 by default.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// Sets how many connections per server an async cache shares among its calls; 1 by default.
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = Some(connections);
        self
    }

    /// Sets how many connections per server a blocking cache holds at most; 10 by default.
    pub fn max_connections(mut self, connections: u32) -> Self {
        self.max_connections = Some(connections);
        self
    }

    /// Sets how many keys a `memory://` store holds; 10,000 by default. The least recently used ones give way.
    pub fn max_entries(mut self, entries: usize) -> Self {
        self.max_entries = Some(entries);
        self
    }

    /// Sets the name that the connections carry on the server; none by default.
    ///
    /// See [CLIENT SETNAME](https://valkey.io/commands/client-setname).
    pub fn client_name(mut self, name: impl Into<String>) -> Self {
        self.client_name = Some(name.into());
        self
    }

    /// Lists the sentinels that know where the servers are; none by default. The location then names their service.
    ///
    /// Each is `"host:port"`, or a pair of both. It is an error if the connection factory asks no sentinels. See [Sentinel](https://valkey.io/topics/sentinel/).
    pub fn sentinels<T: Into<SentinelAddress>>(mut self, sentinels: impl IntoIterator<Item = T>) -> Self {
        self.sentinels = Some(sentinels.into_iter().map(Into::into).collect());
        self
    }

    /// Sets how to log in at the sentinels; by default there is no login and no encryption.
    ///
    /// In a file it is a table with `username`, `password` and `tls`.
    pub fn sentinel_kwargs(mut self, options: SentinelOptions) -> Self {
        self.sentinel_kwargs = Some(options);
        self
    }

    /// Returns this configuration with what it leaves out taken from `defaults`.
    ///
    /// An option is taken as a whole: the table of a compressor is not merged with another one.
    pub fn merged_over(self, defaults: &Self) -> Self {
        Self {
            alias: self.alias.or_else(|| defaults.alias.clone()),
            backend: self.backend.or_else(|| defaults.backend.clone()),
            client: self.client.or_else(|| defaults.client.clone()),
            location: self.location.or_else(|| defaults.location.clone()),
            key_prefix: self.key_prefix.or_else(|| defaults.key_prefix.clone()),
            version: self.version.or(defaults.version),
            timeout: self.timeout.or(defaults.timeout),
            key_function: self.key_function.or_else(|| defaults.key_function.clone()),
            reverse_key_function: self.reverse_key_function.or_else(|| defaults.reverse_key_function.clone()),
            hash_layout: self.hash_layout.or(defaults.hash_layout),
            serializer: self.serializer.or_else(|| defaults.serializer.clone()),
            compressor: self.compressor.or_else(|| defaults.compressor.clone()),
            fallback_serializers: self.fallback_serializers.or_else(|| defaults.fallback_serializers.clone()),
            fallback_compressors: self.fallback_compressors.or_else(|| defaults.fallback_compressors.clone()),
            max_decompressed_size: self.max_decompressed_size.or(defaults.max_decompressed_size),
            undecodable: self.undecodable.or(defaults.undecodable),
            username: self.username.or_else(|| defaults.username.clone()),
            password: self.password.or_else(|| defaults.password.clone()),
            credentials: self.credentials.or_else(|| defaults.credentials.clone()),
            tls: self.tls.merged_over(&defaults.tls),
            socket_timeout: self.socket_timeout.or(defaults.socket_timeout),
            socket_connect_timeout: self.socket_connect_timeout.or(defaults.socket_connect_timeout),
            replica_read_only: self.replica_read_only.or(defaults.replica_read_only),
            read_from_replicas: self.read_from_replicas.or(defaults.read_from_replicas),
            herd_timeout: self.herd_timeout.or(defaults.herd_timeout),
            ignore_exceptions: self.ignore_exceptions.or(defaults.ignore_exceptions),
            log_ignored_exceptions: self.log_ignored_exceptions.or(defaults.log_ignored_exceptions),
            close_connection: self.close_connection.or(defaults.close_connection),
            scan_itersize: self.scan_itersize.or(defaults.scan_itersize),
            protocol: self.protocol.or(defaults.protocol),
            connections: self.connections.or(defaults.connections),
            max_connections: self.max_connections.or(defaults.max_connections),
            max_entries: self.max_entries.or(defaults.max_entries),
            client_name: self.client_name.or_else(|| defaults.client_name.clone()),
            sentinels: self.sentinels.or_else(|| defaults.sentinels.clone()),
            sentinel_kwargs: self.sentinel_kwargs.or_else(|| defaults.sentinel_kwargs.clone()),
        }
    }
}
