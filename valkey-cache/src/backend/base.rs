//! What a user declares, and what every backend has.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::action::Action;
use super::batch::{Batch, BatchItems};
use super::connection::ConnectionRequest;
use super::core::Core;
use crate::client::BaseClient;
use crate::codec::{AnyCompressor, AnySerializer};
use crate::config::{CacheConfig, Location};
use crate::error::Result;
use crate::factory::BaseConnectionFactory;
use crate::key::{CacheKey, Key, KeyFunction};
use crate::operation::Access;

/// The fields of a backend that has none of its own.
#[diagnostic::on_unimplemented(
    message = "this backend has fields of its own, `{Self}`, which have to come from somewhere",
    label = "use `get_with(alias, || fields)`, with the fields as a tuple",
    note = "a single field is written `(field,)`"
)]
pub trait NoFields {
    /// Returns them.
    fn none() -> Self;
}

impl NoFields for () {
    fn none() -> Self {}
}

/// A backend: key prefix, version, timeouts and error policy over a client and a connection factory.
///
/// `#[cache_backend]` implements it; the operations come from the traits of [`commands`](crate::commands), which every
/// backend has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a cache backend",
    label = "expected a struct declared with `#[cache_backend(client = …, factory = …)]`"
)]
pub trait BaseValkeyCache: Sized + Send + Sync + 'static {
    /// Which server an operation goes to.
    type Client: BaseClient;
    /// How connections are made, and whether calls are awaited or run.
    type Factory: BaseConnectionFactory;
    /// The fields that the user gave the struct, as a tuple.
    type Fields;
    /// The name of the backend in a configuration.
    const NAME: &'static str;

    /// Returns the settings that the declaration names; a configuration goes first.
    fn defaults() -> CacheConfig;

    /// Puts the struct together.
    fn assemble(core: Core<Self::Client, Self::Factory>, fields: Self::Fields) -> Self;

    /// Returns the inside.
    fn core(&self) -> &Core<Self::Client, Self::Factory>;

    /// Opens the cache at `location`: one URL, or several of which the first is the primary. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// `Config`, if a URL or a default of the declaration is wrong.
    fn open(location: impl Into<Location>) -> Result<Self>
    where
        Self: BaseValkeyCache<Fields = ()>,
    {
        Self::open_with(location, ())
    }

    /// Opens the cache as `config` says. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// `Config`, naming the option and what it accepts.
    fn from_config(config: &CacheConfig) -> Result<Self>
    where
        Self: BaseValkeyCache<Fields = ()>,
    {
        Self::from_config_with(config, ())
    }

    /// Opens the cache at `location`, with the user's own fields.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    fn open_with(location: impl Into<Location>, fields: Self::Fields) -> Result<Self> {
        Self::from_config_with(&CacheConfig::new().location(location), fields)
    }

    /// Opens the cache as `config` says, with the user's own fields.
    ///
    /// # Errors
    ///
    /// As [`from_config`](Self::from_config).
    fn from_config_with(config: &CacheConfig, fields: Self::Fields) -> Result<Self> {
        super::registration::check::<Self>(config).map_err(|error| match &config.alias {
            Some(alias) => error.with_alias(alias),
            None => error,
        })?;
        let config = config.clone().merged_over(&Self::defaults());
        Ok(Self::assemble(Core::open(&config, Self::NAME)?, fields))
    }

    /// Returns the alias of the configured cache, or the backend's name.
    fn alias(&self) -> &str {
        &self.core().settings().alias
    }

    /// Returns the prefix of every key.
    fn key_prefix(&self) -> &str {
        self.core().settings().keys.prefix()
    }

    /// Returns the version of keys that name none.
    fn key_version(&self) -> u64 {
        self.core().settings().keys.version()
    }

    /// Returns the function that makes keys.
    fn key_function(&self) -> &KeyFunction {
        self.core().settings().keys.function()
    }

    /// Returns the key as it is on the server.
    fn make_key<'k>(&self, key: impl Into<Key<'k>>, version: Option<u64>) -> CacheKey {
        self.core().settings().keys.make_key(key, version)
    }

    /// Returns a pattern as the server matches it: the `* ? [` of prefix and version are escaped, those of `pattern` are not.
    fn make_pattern(&self, pattern: &str, version: Option<u64>) -> CacheKey {
        self.core().settings().keys.make_pattern(pattern, version)
    }

    /// Returns a key of the server as the caller knows it.
    fn reverse_key(&self, key: &str, version: Option<u64>) -> String {
        self.core().settings().keys.reverse(key, version)
    }

    /// Returns the serializer.
    fn serializer(&self) -> &AnySerializer {
        self.core().settings().codec.serializer()
    }

    /// Returns the compressor.
    fn compressor(&self) -> &AnyCompressor {
        self.core().settings().codec.compressor()
    }

    /// Returns the bytes that the codec makes of a value: those that are stored, unless a herd client puts its time around
    /// them.
    ///
    /// # Errors
    ///
    /// `Encode`, if the serializer or the compressor refuses it.
    fn encode<T: Serialize + ?Sized>(&self, value: &T) -> Result<Vec<u8>> {
        self.core().settings().codec.encode(value)
    }

    /// Reads bytes that the codec made, without anything around them.
    ///
    /// # Errors
    ///
    /// `Decode`, naming codec and type, if they cannot be read as `T`.
    fn decode<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T> {
        self.core().settings().codec.decode(bytes)
    }

    /// Binds an operation to this cache: one of ours, or one of your own.
    ///
    /// ```
    /// # #[cfg(feature = "async")] {
    /// use valkey_cache::prelude::*;
    /// use valkey_cache::operation::{Command, read, reply};
    ///
    /// trait Lengths: BaseValkeyCache {
    ///     /// Returns the number of bytes stored at `key`.
    ///     fn stored_len<'c>(&'c self, key: &'c str) -> Action<'c, Self, Command<'c, u64>> {
    ///         self.action(read("STRLEN").key(key).returns(reply::count))
    ///     }
    /// }
    /// impl<B: BaseValkeyCache> Lengths for B {}
    /// # }
    /// ```
    fn action<O>(&self, operation: O) -> Action<'_, Self, O> {
        Action::new(self, operation)
    }

    /// Sends several commands in one round trip: a tuple of up to twelve, or a `Vec`.
    ///
    /// Each has a result of its own; one that fails does not hide the others. A long batch is sent in parts.
    ///
    /// # Errors
    ///
    /// `Connection` or `Timeout`, if the batch as a whole could not be sent; `InvalidInput`, if one of the commands is
    /// of another cache.
    fn batch<I: BatchItems<Self>>(&self, items: I) -> Action<'_, Self, Batch<Self, I>> {
        self.action(Batch::new(self, items))
    }

    /// Gives out a connection of the driver to the server that `access` and `key` lead to.
    ///
    /// Without a key, where servers share the keys among them, it leads to one of several: what is sent there concerns the
    /// keys of that one only.
    ///
    /// A blocking one is yours alone and is closed when you drop it. An async one is shared by all tasks: a command that
    /// changes it (`SELECT`, `MULTI`, `SUBSCRIBE`) changes it for all operations of the cache, so send none of these.
    ///
    /// # Errors
    ///
    /// `Connection` or `Timeout`, as every operation; `Unsupported` for the store in this process.
    fn get_valkey_connection<'k>(
        &self,
        access: Access,
        key: Option<&'k str>,
    ) -> ConnectionRequest<'k, Self::Client, Self::Factory> {
        ConnectionRequest::new(self.core(), access, key)
    }

    /// Closes the idle connections if the option `close_connection` is set. The cache connects again when it is used again.
    fn close(&self) {
        self.core().close();
    }
}
