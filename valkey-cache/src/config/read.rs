//! Reads configurations from any format that serde knows.
//!
//! serde's own errors name neither the alias nor the option, and quote the value, which may be a password. So the
//! tables are read entry by entry here.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::cache::CacheConfig;
use super::caches::CachesConfig;
use super::names;
use super::option::{CacheOption, OPTIONS, OWN, Set};
use super::value::Value;
use crate::codec::PluginConfig;

/// Says what is read: it begins every error about it.
#[derive(Clone, Copy)]
enum Subject<'a> {
    /// A cache that nobody gave a name.
    Cache,
    Alias(&'a str),
    Defaults,
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cache => f.write_str("cache"),
            Self::Alias(alias) => write!(f, "cache '{alias}'"),
            Self::Defaults => f.write_str("defaults"),
        }
    }
}

impl<'de> Deserialize<'de> for CacheConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Subject::Cache.deserialize(deserializer)
    }
}

impl<'de> DeserializeSeed<'de> for Subject<'_> {
    type Value = CacheConfig;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<CacheConfig, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Subject<'_> {
    type Value = CacheConfig;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a table of options for {self}")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<CacheConfig, E> {
        Err(E::invalid_type(TEXT, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<CacheConfig, A::Error> {
        let mut config = CacheConfig::new();
        Table { subject: self, option: None, options: &OPTIONS }.read(&mut entries, &mut config)?;
        if let Self::Alias(alias) = self {
            config.alias = Some(alias.to_owned());
        }
        Ok(config)
    }
}

/// Text in the place of a table is not quoted.
const TEXT: Unexpected<'_> = Unexpected::Other("text");

/// A table of options: that of a cache, or one that is itself an option.
#[derive(Clone, Copy)]
struct Table<'a> {
    subject: Subject<'a>,
    option: Option<&'static str>,
    options: &'static [CacheOption],
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.option {
            Some(option) => write!(f, "{}: option '{option}'", self.subject),
            None => self.subject.fmt(f),
        }
    }
}

impl Table<'_> {
    fn read<'de, A: MapAccess<'de>>(self, entries: &mut A, config: &mut CacheConfig) -> Result<(), A::Error> {
        let mut seen = Vec::new();
        while let Some(option) = entries.next_key_seed(OptionName(self))? {
            if seen.contains(&option.name) {
                return Err(A::Error::custom(format_args!("{self}: option '{}' is given twice", option.name)));
            }
            seen.push(option.name);
            entries.next_value_seed(OptionValue { table: self, option, config })?;
        }
        Ok(())
    }
}

/// Reads the name of an option; a seed of its own, so that a format that knows places points at the name.
struct OptionName<'a>(Table<'a>);

impl<'de> DeserializeSeed<'de> for OptionName<'_> {
    type Value = &'static CacheOption;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let table = self.0;
        let found = String::deserialize(deserializer)?;
        let shared = matches!(table.subject, Subject::Defaults);
        if shared && OWN.contains(&&*found) {
            return Err(D::Error::custom(format_args!("{table}: option '{found}' belongs to each cache of its own")));
        }
        table.options.iter().find(|option| option.name == found).ok_or_else(|| {
            let known = table.options.iter().map(|option| option.name).filter(|name| !shared || !OWN.contains(name));
            D::Error::custom(format_args!("{table}: {}", names::unknown_option(&found, &known.collect::<Vec<_>>())))
        })
    }
}

struct OptionValue<'a> {
    table: Table<'a>,
    option: &'static CacheOption,
    config: &'a mut CacheConfig,
}

impl<'de> DeserializeSeed<'de> for OptionValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { table, option: CacheOption { name, set }, config } = self;
        match set {
            Set::Value(accepts, set) => {
                let value = Value::deserialize(deserializer)?;
                let found = value.kind();
                if !set(config, value) {
                    let message = format_args!("{table}: option '{name}' takes {accepts}; found {found}");
                    return Err(D::Error::custom(message));
                }
            }
            Set::Plugin(set) => {
                set(
                    config,
                    PluginConfig::deserialize(deserializer).map_err(|error| wrong_plugin(table, name, &error))?,
                );
            }
            Set::Plugins(set) => {
                let plugins = deserializer.deserialize_any(Plugins);
                set(config, plugins.map_err(|error| wrong_plugin(table, name, &error))?);
            }
            Set::Table(options) => {
                let table = Table { option: Some(name), options, ..table };
                deserializer.deserialize_any(TableVisitor { table, config })?;
            }
        }
        Ok(())
    }
}

fn wrong_plugin<E: Error>(table: Table<'_>, name: &str, error: &E) -> E {
    // Some formats spread their text over lines.
    let error = error.to_string().trim_end().replace('\n', ", ");
    E::custom(format_args!("{table}: option '{name}': {error}"))
}

/// Reads a list of plugins.
struct Plugins;

impl<'de> Visitor<'de> for Plugins {
    type Value = Vec<PluginConfig>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of names or tables, such as [\"zlib\"]")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::invalid_type(TEXT, &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut plugins = Vec::new();
        while let Some(plugin) = items.next_element()? {
            plugins.push(plugin);
        }
        Ok(plugins)
    }
}

struct TableVisitor<'a> {
    table: Table<'a>,
    config: &'a mut CacheConfig,
}

impl<'de> Visitor<'de> for TableVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<_> = self.table.options.iter().map(|option| option.name).collect();
        write!(f, "a table with {} for {}", known.join(", "), self.table)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(E::invalid_type(TEXT, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.table.read(&mut entries, self.config)
    }
}

impl<'de> Deserialize<'de> for CachesConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CachesVisitor)
    }
}

struct CachesVisitor;

impl<'de> Visitor<'de> for CachesVisitor {
    type Value = CachesConfig;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table with 'caches' and, if wanted, 'defaults'")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<CachesConfig, E> {
        Err(E::invalid_type(TEXT, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<CachesConfig, A::Error> {
        let mut read = CachesConfig::new();
        while let Some(section) = entries.next_key_seed(SectionName)? {
            match section {
                Section::Defaults => read = read.defaults(entries.next_value_seed(Subject::Defaults)?),
                Section::Caches => read.caches = entries.next_value_seed(Aliases)?,
            }
        }
        Ok(read)
    }
}

enum Section {
    Defaults,
    Caches,
}

struct SectionName;

impl<'de> DeserializeSeed<'de> for SectionName {
    type Value = Section;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Section, D::Error> {
        match &*String::deserialize(deserializer)? {
            "defaults" => Ok(Section::Defaults),
            "caches" => Ok(Section::Caches),
            found => Err(D::Error::custom(names::unknown("table", Some(found), &["caches", "defaults"]))),
        }
    }
}

/// Reads the table of all caches.
struct Aliases;

impl<'de> DeserializeSeed<'de> for Aliases {
    type Value = BTreeMap<String, CacheConfig>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Aliases {
    type Value = BTreeMap<String, CacheConfig>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("'caches' as a table with one table per alias")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::invalid_type(TEXT, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut caches = BTreeMap::new();
        while let Some(alias) = entries.next_key::<String>()? {
            let config = entries.next_value_seed(Subject::Alias(&alias))?;
            if caches.insert(alias, config).is_some() {
                return Err(A::Error::custom("an alias is given twice under 'caches'"));
            }
        }
        Ok(caches)
    }
}
