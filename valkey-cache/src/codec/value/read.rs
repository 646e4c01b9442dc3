use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::iso::parse_uuid;
use super::kind::VALUE;
use super::{Date, DateTime, Kind, Time, TimeDelta, Value};

/// The most that is allocated before anything has been read, in values.
const FIRST_CAPACITY: usize = 1024;

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(VALUE, ValueVisitor { named: true })
    }
}

struct ValueVisitor {
    /// Whether the format has only been asked by name: it may then answer with a newtype. Within that one a newtype is
    /// something that formats have for themselves, as extensions of MessagePack, and no value.
    named: bool,
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    /// A format that knows nothing of kinds.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.named {
            true => deserializer.deserialize_any(Self { named: false }),
            false => Err(de::Error::invalid_type(de::Unexpected::NewtypeStruct, &self)),
        }
    }

    /// A format that tells the kind.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (number, content) = access.variant()?;
        let kind = Kind::numbered(number).ok_or_else(|| de::Error::custom("an enum is no value of this type"))?;
        match kind {
            Kind::Tuple => content.newtype_variant().map(Value::Tuple),
            Kind::Set => content.newtype_variant().map(Value::Set),
            Kind::FrozenSet => content.newtype_variant().map(Value::FrozenSet),
            _ => leaf(kind, content),
        }
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Int(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(i128::try_from(value).map_or_else(|_| Value::BigInt(value.to_string()), Value::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Str(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Str(text))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::Bytes(bytes.to_vec()))
    }

    fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Value, E> {
        Ok(Value::Bytes(bytes))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::with_capacity(list.size_hint().unwrap_or(0).min(FIRST_CAPACITY));
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::with_capacity(map.size_hint().unwrap_or(0).min(FIRST_CAPACITY));
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Value::Dict(entries))
    }
}

/// Reads what holds no other values. It is apart from what nests, whose frames in the stack should be small.
fn leaf<'de, A: VariantAccess<'de>>(kind: Kind, content: A) -> Result<Value, A::Error> {
    match kind {
        Kind::Tuple | Kind::Set | Kind::FrozenSet => content.newtype_variant().map(Value::List),
        Kind::BigInt => content.newtype_variant().map(Value::BigInt),
        Kind::Decimal => content.newtype_variant().map(Value::Decimal),
        Kind::Uuid => content.newtype_variant().map(|Uuid(bytes)| Value::Uuid(bytes)),
        Kind::Complex => content.newtype_variant().map(|(re, im)| Value::Complex(re, im)),
        Kind::DateTime => content.newtype_variant().map(Value::DateTime),
        Kind::Date => content.newtype_variant().map(Value::Date),
        Kind::Time => content.newtype_variant().map(Value::Time),
        Kind::TimeDelta => content.newtype_variant().map(Value::TimeDelta),
    }
}

/// Reads the text of something that is a text in every format.
struct TextVisitor<T>(&'static str, fn(&str) -> Result<T, String>);

impl<T> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.1)(text).map_err(E::custom)
    }
}

macro_rules! texts {
    ($($type:ident: $expected:literal,)*) => { $(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(TextVisitor($expected, |text| {
                    $type::from_str(text).map_err(|error| error.to_string())
                }))
            }
        }
    )* };
}

texts! {
    DateTime: "a date with a time",
    Date: "a date",
    Time: "a time of day",
    TimeDelta: "a duration",
}

struct Uuid([u8; 16]);

impl<'de> Deserialize<'de> for Uuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parse = |text: &str| parse_uuid(text).map(Self).ok_or_else(|| format!("'{text}' is no UUID"));
        deserializer.deserialize_str(TextVisitor("a UUID", parse))
    }
}
