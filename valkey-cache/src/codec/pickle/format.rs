use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};

use super::read::{Document, Limits};
use super::write::Writer;
use crate::codec::BoxError;
use crate::codec::depth::MAX_DEPTH;
use crate::codec::serializer::Format;

/// What the reference writes unless it is told otherwise: the default of Python 3.8 to 3.13.
const DEFAULT_PROTOCOL: u8 = 4;
const HIGHEST_PROTOCOL: u8 = 5;
/// The deepest nesting that may be configured: a thread's stack of 2 MiB holds it in a build without optimisation.
const HIGHEST_DEPTH: u16 = 400;
/// In memory, so many values are a few hundred megabytes.
const DEFAULT_MAX_NODES: u32 = 10_000_000;

/// Pickle, as the reference writes it by default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::codec) struct Pickle {
    /// What is written: 2 to 5, or -1 for the highest. All from 0 on are read.
    #[serde(default = "default_protocol", alias = "pickle_version", deserialize_with = "protocol")]
    protocol: u8,
    /// How many containers may stand within one another when a value is read.
    #[serde(default = "default_max_depth", deserialize_with = "max_depth")]
    max_depth: u16,
    /// How many values may be read in all; a value that is referred to counts each time.
    #[serde(default = "default_max_nodes")]
    max_nodes: u32,
    /// Reads `module.Class(value)`, as enums are pickled, as the value, whatever the class. Without it that is done for
    /// the enums of Python's `http` only.
    #[serde(default)]
    enums_by_value: bool,
}

fn default_protocol() -> u8 {
    DEFAULT_PROTOCOL
}

fn default_max_depth() -> u16 {
    MAX_DEPTH
}

fn default_max_nodes() -> u32 {
    DEFAULT_MAX_NODES
}

fn protocol<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    match i64::deserialize(deserializer)? {
        -1 => Ok(HIGHEST_PROTOCOL),
        protocol @ 2..=5 => Ok(protocol as u8),
        other => Err(D::Error::custom(format_args!(
            "found {other}, expected a protocol from 2 to {HIGHEST_PROTOCOL}, or -1 for the highest; 0 and 1 are read, \
             but not written"
        ))),
    }
}

fn max_depth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let depth = u16::deserialize(deserializer)?;
    if (1..=HIGHEST_DEPTH).contains(&depth) {
        Ok(depth)
    } else {
        Err(D::Error::custom(format_args!("found {depth}, expected a depth from 1 to {HIGHEST_DEPTH}")))
    }
}

impl Format for Pickle {
    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
        let mut writer = Writer::new(out, self.protocol);
        value.serialize(&mut writer)?;
        Ok(writer.finish()?)
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        let limits = Limits { depth: self.max_depth, nodes: self.max_nodes, enums_by_value: self.enums_by_value };
        let document = Document::parse(bytes, limits)?;
        Ok(T::deserialize(document.root())?)
    }
}
