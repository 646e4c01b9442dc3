//! Values as the dynamic type of this crate has them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use valkey_cache::codec::{self, TimeDelta};

use super::value::{Kind, Value, hex, unhex};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::Value::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::Value::deserialize(deserializer).map(Self::from)
    }
}

impl From<&Value> for codec::Value {
    fn from(value: &Value) -> Self {
        match value {
            Value::None => Self::None,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(digits) => digits.parse().map_or_else(|_| Self::BigInt(digits.clone()), Self::Int),
            Value::Float(bits) => Self::Float(bits.float()),
            Value::Str(text) => Self::Str(text.clone()),
            Value::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Value::Items(kind, items) => {
                let items = items.iter().map(Self::from).collect();
                match kind {
                    Kind::List => Self::List(items),
                    Kind::Tuple => Self::Tuple(items),
                    Kind::Set => Self::Set(items),
                    Kind::FrozenSet => Self::FrozenSet(items),
                }
            }
            Value::Dict(pairs) => Self::Dict(pairs.iter().map(|(key, value)| (key.into(), value.into())).collect()),
            Value::Text("datetime", text) => Self::DateTime(text.parse().expect("a date and time")),
            Value::Text("date", text) => Self::Date(text.parse().expect("a date")),
            Value::Text("time", text) => Self::Time(text.parse().expect("a time")),
            Value::Text("decimal", text) => Self::Decimal(text.clone()),
            Value::Text("uuid", text) => {
                let bytes = unhex(&text.replace('-', "")).and_then(|bytes| bytes.try_into().ok());
                Self::Uuid(bytes.expect("32 digits"))
            }
            Value::TimeDelta(days, seconds, microseconds) => Self::TimeDelta(TimeDelta {
                days: (*days).try_into().expect("Python counts no more days"),
                seconds: (*seconds).try_into().expect("less than a day"),
                microseconds: (*microseconds).try_into().expect("less than a second"),
            }),
            Value::Text(..) | Value::Kept(_) => panic!("there is no {value} here"),
        }
    }
}

impl From<codec::Value> for Value {
    fn from(value: codec::Value) -> Self {
        let items = |kind, items: Vec<_>| Self::items(kind, items.into_iter().map(Self::from));
        // Python writes universal time as an offset.
        let time = |text: String| text.strip_suffix('Z').map(|time| format!("{time}+00:00")).unwrap_or(text);
        match value {
            codec::Value::None => Self::None,
            codec::Value::Bool(value) => value.into(),
            codec::Value::Int(number) => number.into(),
            codec::Value::BigInt(digits) => Self::Int(digits),
            codec::Value::Float(number) => number.into(),
            codec::Value::Str(text) => text.into(),
            codec::Value::Bytes(bytes) => Self::Bytes(bytes),
            codec::Value::List(list) => items(Kind::List, list),
            codec::Value::Tuple(tuple) => items(Kind::Tuple, tuple),
            codec::Value::Set(set) => items(Kind::Set, set),
            codec::Value::FrozenSet(set) => items(Kind::FrozenSet, set),
            codec::Value::Dict(pairs) => Self::dict(pairs),
            codec::Value::DateTime(value) => Self::Text("datetime", time(value.to_string())),
            codec::Value::Date(value) => Self::Text("date", value.to_string()),
            codec::Value::Time(value) => Self::Text("time", time(value.to_string())),
            codec::Value::Decimal(text) => Self::Text("decimal", text),
            codec::Value::Uuid(bytes) => Self::Text("uuid", hyphenated(&bytes)),
            codec::Value::TimeDelta(TimeDelta { days, seconds, microseconds }) => {
                Self::TimeDelta(days.into(), seconds.into(), microseconds.into())
            }
            other => panic!("{other:?} was not written"),
        }
    }
}

fn hyphenated(bytes: &[u8; 16]) -> String {
    let digits = hex(bytes);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}
