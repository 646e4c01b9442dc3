//! What a configuration says about a codec; the codecs themselves are to come.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// Names a plugin, with its options.
#[derive(Clone, Debug, PartialEq)]
pub struct PluginConfig {
    name: String,
    options: BTreeMap<String, i64>,
}

impl PluginConfig {
    /// Names a plugin without options.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), options: BTreeMap::new() }
    }

    /// Adds an option.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<i64>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }
}

impl From<&str> for PluginConfig {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Name(String),
    Table {
        name: String,
        #[serde(flatten)]
        options: BTreeMap<String, i64>,
    },
}

impl<'de> Deserialize<'de> for PluginConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer) {
            Ok(Written::Name(name)) => Ok(Self::new(name)),
            Ok(Written::Table { name, options }) => Ok(Self { name, options }),
            Err(_) => Err(D::Error::custom("takes a name, or a table with a name")),
        }
    }
}
