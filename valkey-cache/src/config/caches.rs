//! Several caches by alias.

use std::collections::BTreeMap;

use super::cache::CacheConfig;
use super::names;
use crate::error::{Error, ErrorKind, Result};

/// Holds the configurations of several caches by alias, and what all of them inherit.
///
/// ```toml
/// [defaults]                      # any option except backend and location
/// ignore_exceptions = true
///
/// [caches.default]
/// location = "valkey://127.0.0.1:6379/1"
/// timeout = 300                   # seconds, or "never"
/// key_prefix = "app"
/// compressor = { name = "zstd", level = 3 }
///
/// [caches.sessions]
/// location = ["valkey://primary", "valkey://replica"]
/// timeout = "never"
/// ```
///
/// The methods of [`CacheConfig`] are the options. Any format that serde reads will do; an unknown name anywhere is
/// an error that says where. As a part of a larger configuration it is a field like any other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CachesConfig {
    pub(super) defaults: CacheConfig,
    pub(super) caches: BTreeMap<String, CacheConfig>,
}

impl CachesConfig {
    /// Makes a configuration without caches.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what every cache inherits. Its `backend` and `location` are not inherited.
    pub fn defaults(mut self, defaults: CacheConfig) -> Self {
        self.defaults = CacheConfig { alias: None, backend: None, location: None, ..defaults };
        self
    }

    /// Adds a cache, or replaces the one with this alias.
    pub fn cache(mut self, alias: impl Into<String>, config: CacheConfig) -> Self {
        let alias = alias.into();
        self.caches.insert(alias.clone(), CacheConfig { alias: Some(alias), ..config });
        self
    }

    /// Returns the configuration of a cache, with what it inherits.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when there is no such alias; the text lists those there are.
    pub fn get(&self, alias: &str) -> Result<CacheConfig> {
        match self.caches.get(alias) {
            Some(config) => Ok(config.clone().merged_over(&self.defaults)),
            None => {
                let known: Vec<_> = self.aliases().collect();
                Err(Error::new(ErrorKind::Config, names::unknown("cache", Some(alias), &known)))
            }
        }
    }

    /// Returns the aliases, in the order of the alphabet.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.caches.keys().map(String::as_str)
    }
}
