//! How long an entry lives.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use super::value::{self, Value};

/// Says how long an entry lives.
///
/// In a configuration it is a number of seconds, fractions allowed, or `"never"`. In code it comes from a
/// [`Duration`], or from an `Option` of one, where `None` is [`Timeout::Never`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timeout {
    /// The entry is gone after this time. Zero means at once: an entry that is there is deleted.
    After(Duration),
    /// The entry stays until it is deleted or evicted.
    Never,
}

impl Timeout {
    pub(super) const ACCEPTS: &'static str = "a number of seconds from 0, or \"never\"";

    /// Makes a timeout from a number of seconds.
    ///
    /// Zero, less than zero and NaN mean at once; more than a [`Duration`] can hold means never.
    pub fn from_secs_f64(seconds: f64) -> Self {
        match Duration::try_from_secs_f64(seconds) {
            Ok(duration) => Self::After(duration),
            Err(_) if seconds > 0.0 => Self::Never,
            Err(_) => Self::After(Duration::ZERO),
        }
    }

    /// Returns the time, or `None` for [`Timeout::Never`].
    pub fn duration(self) -> Option<Duration> {
        match self {
            Self::After(duration) => Some(duration),
            Self::Never => None,
        }
    }

    pub(super) fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => (text == "never").then_some(Self::Never),
            other => other.seconds().map(Self::After),
        }
    }
}

impl From<Duration> for Timeout {
    fn from(duration: Duration) -> Self {
        Self::After(duration)
    }
}

impl From<Option<Duration>> for Timeout {
    fn from(duration: Option<Duration>) -> Self {
        duration.map_or(Self::Never, Self::After)
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(duration) => write!(f, "{} s", duration.as_secs_f64()),
            Self::Never => f.write_str("never"),
        }
    }
}

impl<'de> Deserialize<'de> for Timeout {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        value::deserialize(deserializer, Self::ACCEPTS, Self::from_value)
    }
}
