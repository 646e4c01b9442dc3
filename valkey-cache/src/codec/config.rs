use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};

use super::options::{OptionValue, Table, ValueReader};
use crate::{Error, ErrorKind, Result};

/// A serializer or compressor as a configuration names it: a name, or a name with options.
///
/// In a file, `"zstd"` or `{ name = "zstd", level = 3, min_length = 100 }`; in code:
///
/// ```
/// use valkey_cache::codec::PluginConfig;
///
/// let plain = PluginConfig::from("zstd");
/// let tuned = PluginConfig::new("zstd").option("level", 3).option("min_length", 100);
/// assert_ne!(plain, tuned);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PluginConfig {
    name: String,
    options: BTreeMap<String, OptionValue>,
    /// Options that are not the plugin's own affair; a misspelt one may have meant them.
    taken: Vec<&'static str>,
}

impl PluginConfig {
    /// Names a plugin, without options.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), options: BTreeMap::new(), taken: Vec::new() }
    }

    /// Sets an option; the last value set counts.
    #[must_use]
    pub fn option(mut self, name: impl Into<String>, value: impl Into<OptionValue>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the options by name, in the order of their names.
    pub fn options(&self) -> impl Iterator<Item = (&str, &OptionValue)> {
        self.options.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Takes an option out and reads it, so that the plugin does not see it.
    pub(super) fn take<T: DeserializeOwned>(&mut self, what: &str, option: &'static str) -> Result<Option<T>> {
        self.taken.push(option);
        let Some(value) = self.options.remove(option) else { return Ok(None) };
        match T::deserialize(ValueReader(value)) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(self.wrong(what, error.at(option))),
        }
    }

    /// Builds the plugin's type from the options; `what` is the word for it in errors.
    pub(super) fn build<T: DeserializeOwned>(&self, what: &str) -> Result<T> {
        let options = Table::new(self.options.clone()).without(self.taken.clone());
        T::deserialize(options).map_err(|error| self.wrong(what, error))
    }

    fn wrong(&self, what: &str, error: impl fmt::Display) -> Error {
        Error::new(ErrorKind::Config, format!("{what} '{}': {error}", self.name))
    }
}

impl From<&str> for PluginConfig {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for PluginConfig {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl<'de> Deserialize<'de> for PluginConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrTable)
    }
}

struct NameOrTable;

impl<'de> Visitor<'de> for NameOrTable {
    type Value = PluginConfig;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name such as \"zstd\", or a table such as { name = \"zstd\", level = 3 }")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<PluginConfig, E> {
        Ok(PluginConfig::new(name))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<PluginConfig, A::Error> {
        let mut name: Option<String> = None;
        let mut options = BTreeMap::new();
        while let Some(key) = table.next_key::<String>()? {
            if key == "name" {
                name = Some(table.next_value()?);
            } else {
                options.insert(key, table.next_value()?);
            }
        }
        let name = name.ok_or_else(|| de::Error::custom("a table needs `name`, the name of the plugin"))?;
        Ok(PluginConfig { options, ..PluginConfig::new(name) })
    }
}
