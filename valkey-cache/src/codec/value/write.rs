use serde::ser::{Serialize, SerializeMap, Serializer};

use super::iso::Hyphenated;
use super::{Date, DateTime, Kind, Time, TimeDelta, Value};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => serializer.serialize_i64(value),
                (_, Ok(value)) => serializer.serialize_u64(value),
                _ => serializer.serialize_i128(*value),
            },
            Self::BigInt(digits) => serializer.serialize_newtype_struct(Kind::BigInt.name(), digits),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Str(text) => serializer.serialize_str(text),
            Self::Bytes(bytes) => serializer.serialize_bytes(bytes),
            Self::List(values) => values.serialize(serializer),
            Self::Tuple(values) => serializer.serialize_newtype_struct(Kind::Tuple.name(), values),
            Self::Set(values) => serializer.serialize_newtype_struct(Kind::Set.name(), values),
            Self::FrozenSet(values) => serializer.serialize_newtype_struct(Kind::FrozenSet.name(), values),
            Self::Dict(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::DateTime(value) => value.serialize(serializer),
            Self::Date(value) => value.serialize(serializer),
            Self::Time(value) => value.serialize(serializer),
            Self::TimeDelta(value) => value.serialize(serializer),
            Self::Decimal(digits) => serializer.serialize_newtype_struct(Kind::Decimal.name(), digits),
            Self::Uuid(bytes) => {
                serializer.serialize_newtype_struct(Kind::Uuid.name(), &Hyphenated(*bytes).to_string())
            }
            Self::Complex(re, im) => serializer.serialize_newtype_struct(Kind::Complex.name(), &[*re, *im][..]),
        }
    }
}

macro_rules! texts {
    ($($type:ident)*) => { $(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_newtype_struct(Kind::$type.name(), &self.to_string())
            }
        }
    )* };
}

texts! { DateTime Date Time TimeDelta }
