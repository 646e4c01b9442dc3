use std::fmt;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// When a value is stale: a number of seconds since 1970.
///
/// It is written as Python has it, where the sum of a whole number and a timeout is whole if the timeout is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Deadline {
    Whole(i64),
    Fraction(f64),
}

impl Deadline {
    /// Never. Python's numbers know no other way to say so.
    pub(crate) const NEVER: Self = Self::Fraction(f64::INFINITY);

    /// Returns the time that is `timeout` after a whole second.
    pub(crate) fn after(second: u64, timeout: Duration) -> Self {
        match timeout.subsec_nanos() {
            0 => Self::Whole(second.saturating_add(timeout.as_secs()).try_into().unwrap_or(i64::MAX)),
            _ => Self::Fraction(second as f64 + timeout.as_secs_f64()),
        }
    }

    /// Returns the seconds since 1970.
    pub(crate) fn seconds(self) -> f64 {
        match self {
            Self::Whole(seconds) => seconds as f64,
            Self::Fraction(seconds) => seconds,
        }
    }
}

impl Serialize for Deadline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Whole(seconds) => serializer.serialize_i64(seconds),
            Self::Fraction(seconds) => serializer.serialize_f64(seconds),
        }
    }
}

impl<'de> Deserialize<'de> for Deadline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl Visitor<'_> for Number {
            type Value = Deadline;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the time at which a value is stale, in seconds since 1970")
            }

            fn visit_i64<E: Error>(self, seconds: i64) -> Result<Deadline, E> {
                Ok(Deadline::Whole(seconds))
            }

            fn visit_u64<E: Error>(self, seconds: u64) -> Result<Deadline, E> {
                Ok(i64::try_from(seconds).map_or(Deadline::Fraction(seconds as f64), Deadline::Whole))
            }

            fn visit_f64<E: Error>(self, seconds: f64) -> Result<Deadline, E> {
                Ok(Deadline::Fraction(seconds))
            }
        }

        deserializer.deserialize_any(Number)
    }
}
