//! A value of a configuration, whatever format it was written in.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What the options that take any text accept.
pub(super) const TEXT: &str = "text";

/// Holds what was written, so that one error message serves all formats and quotes nothing secret.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    List(Vec<Value>),
    /// Its entries are dropped: the options that take a table do not come through here.
    Table,
}

impl Value {
    /// Describes what was found without quoting it: it may be a password in the wrong place.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing (null)",
            Self::Bool(_) => "true or false",
            Self::Integer(..0) | Self::Float(..0.0) => "a number below zero",
            Self::Integer(0) => "zero",
            Self::Integer(_) => "a whole number",
            Self::Float(number) if !number.is_finite() => "a number that is not finite",
            Self::Float(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Table => "a table",
        }
    }

    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn path(self) -> Option<PathBuf> {
        self.text().map(PathBuf::from)
    }

    pub(super) fn bool(self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    /// Reads a whole number that is not smaller than `smallest`.
    pub(super) fn integer<T: TryFrom<i128> + PartialOrd>(self, smallest: T) -> Option<T> {
        match self {
            Self::Integer(number) => T::try_from(number).ok().filter(|number| *number >= smallest),
            _ => None,
        }
    }

    /// Reads a number of seconds, zero included.
    pub(super) fn seconds(self) -> Option<Duration> {
        match self {
            Self::Integer(number) => u64::try_from(number).ok().map(Duration::from_secs),
            Self::Float(number) => Duration::try_from_secs_f64(number).ok(),
            _ => None,
        }
    }

    pub(super) fn positive_seconds(self) -> Option<Duration> {
        self.seconds().filter(|duration| !duration.is_zero())
    }
}

/// Reads a public type of this module from any format.
pub(super) fn deserialize<'de, D, T>(
    deserializer: D,
    accepts: &str,
    read: fn(Value) -> Option<T>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let value = Value::deserialize(deserializer)?;
    let found = value.kind();
    read(value).ok_or_else(|| D::Error::custom(format_args!("expected {accepts}, found {found}")))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, a number, text, a list or a table")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Integer(number.into()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Table)
    }
}
