//! The version of the wire protocol.

use std::fmt;

use serde::{Deserialize, Deserializer};

use super::value::{self, Value};

/// Selects the version of the wire protocol; `"resp2"` or `"resp3"` in a configuration.
///
/// Every operation answers the same with both. See [HELLO](https://valkey.io/commands/hello).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// Spoken by every server; no handshake is needed.
    #[default]
    Resp2,
    /// Spoken from version 6 of the servers on.
    Resp3,
}

impl Protocol {
    pub(super) const ACCEPTS: &'static str = "\"resp2\" or \"resp3\"";

    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "resp2" => Some(Self::Resp2),
            "resp3" => Some(Self::Resp3),
            _ => None,
        }
    }

    pub(super) fn from_value(value: Value) -> Option<Self> {
        Self::from_name(&value.text()?)
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resp2 => "resp2",
            Self::Resp3 => "resp3",
        })
    }
}

impl<'de> Deserialize<'de> for Protocol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        value::deserialize(deserializer, Self::ACCEPTS, Self::from_value)
    }
}
