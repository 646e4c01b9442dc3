//! Values as every serializer sees them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::value::{Kind, Value};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Bool(value) => value.serialize(serializer),
            Self::Int(digits) => match (digits.parse::<i64>(), digits.parse::<u64>(), digits.parse::<i128>()) {
                (Ok(number), ..) => number.serialize(serializer),
                (_, Ok(number), _) => number.serialize(serializer),
                (_, _, Ok(number)) => number.serialize(serializer),
                _ => digits.parse::<u128>().map_err(S::Error::custom)?.serialize(serializer),
            },
            Self::Float(bits) => bits.float().serialize(serializer),
            Self::Str(text) => text.serialize(serializer),
            Self::Bytes(bytes) => serializer.serialize_bytes(bytes),
            Self::Items(Kind::List, items) => items.serialize(serializer),
            Self::Dict(pairs) => serializer.collect_map(pairs.iter().map(|(key, value)| (key, value))),
            Self::Items(..) | Self::Text(..) | Self::TimeDelta(..) | Self::Kept(_) => {
                Err(S::Error::custom(format_args!("serde has no {self}")))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

macro_rules! visit {
    ($($method:ident: $type:ty => $value:expr;)*) => {$(
        fn $method<E>(self, value: $type) -> Result<Value, E> {
            Ok($value(value))
        }
    )*};
}

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    visit! {
        visit_bool: bool => Value::from;
        visit_i64: i64 => Value::from;
        visit_u64: u64 => Value::from;
        visit_i128: i128 => Value::from;
        visit_u128: u128 => Value::from;
        visit_f64: f64 => Value::from;
        visit_str: &str => Value::from;
        visit_bytes: &[u8] => |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Value>()? {
            items.push(item);
        }
        Ok(Value::list(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry::<Value, Value>()? {
            pairs.push(pair);
        }
        Ok(Value::dict(pairs))
    }
}
