//! Options as serde reads them into the type of a plugin: a name that the type does not have is an error.

use std::collections::{BTreeMap, btree_map};
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeSeed, Expected, IntoDeserializer, MapAccess, Unexpected, Visitor};

use super::OptionValue;
use crate::registry::{known, nearest};

/// An option as serde reads it.
pub(in crate::codec) struct ValueReader(pub(in crate::codec) OptionValue);

impl<'de> IntoDeserializer<'de, OptionError> for ValueReader {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> de::Deserializer<'de> for ValueReader {
    type Error = OptionError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OptionError> {
        match self.0 {
            OptionValue::Bool(value) => visitor.visit_bool(value),
            OptionValue::Integer(value) => match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => visitor.visit_i64(value),
                (_, Ok(value)) => visitor.visit_u64(value),
                _ => visitor.visit_i128(value),
            },
            OptionValue::Float(value) => visitor.visit_f64(value),
            OptionValue::String(value) => visitor.visit_string(value),
            OptionValue::List(values) => visitor.visit_seq(SeqDeserializer::new(values.into_iter().map(ValueReader))),
            OptionValue::Table(values) => Table::new(values).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OptionError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, OptionError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, OptionError> {
        match self.0 {
            OptionValue::Table(values) => Table::new(values).deserialize_struct(name, fields, visitor),
            other => ValueReader(other).deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, OptionError> {
        match self.0 {
            OptionValue::String(value) => visitor.visit_enum(value.into_deserializer()),
            OptionValue::Table(values) => visitor.visit_enum(MapAccessDeserializer::new(Table::new(values).entries())),
            other => ValueReader(other).deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

/// The options of a plugin.
pub(in crate::codec) struct Table {
    values: BTreeMap<String, OptionValue>,
    /// Options that somebody took out already; they are allowed too.
    taken: Vec<&'static str>,
}

impl Table {
    pub(in crate::codec) fn new(values: BTreeMap<String, OptionValue>) -> Self {
        Self { values, taken: Vec::new() }
    }

    pub(in crate::codec) fn without(self, taken: Vec<&'static str>) -> Self {
        Self { taken, ..self }
    }

    fn entries(self) -> TableAccess {
        TableAccess { entries: self.values.into_iter(), value: None }
    }

    fn refuse_others_than(&self, allowed: &[&str]) -> Result<(), OptionError> {
        match self.values.keys().find(|name| !allowed.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => Err(OptionError::unknown(name, &[allowed, &self.taken].concat())),
        }
    }
}

impl<'de> de::Deserializer<'de> for Table {
    type Error = OptionError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OptionError> {
        visitor.visit_map(self.entries())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, OptionError> {
        self.refuse_others_than(fields)?;
        self.deserialize_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, OptionError> {
        self.refuse_others_than(&[])?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, OptionError> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// Reads the entries, and puts the name of the option in front of what is wrong with its value.
struct TableAccess {
    entries: btree_map::IntoIter<String, OptionValue>,
    value: Option<(String, OptionValue)>,
}

impl<'de> MapAccess<'de> for TableAccess {
    type Error = OptionError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, OptionError> {
        let Some((name, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some((name.clone(), value));
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, OptionError> {
        let (name, value) = self.value.take().ok_or_else(|| de::Error::custom("a value was read before its name"))?;
        seed.deserialize(ValueReader(value)).map_err(|error| error.at(&name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// What is wrong with the options of a plugin.
#[derive(Debug)]
pub(in crate::codec) struct OptionError(String);

impl OptionError {
    pub(in crate::codec) fn at(self, option: &str) -> Self {
        Self(format!("option '{option}': {}", self.0))
    }

    fn unknown(name: &str, allowed: &[&str]) -> Self {
        if allowed.is_empty() {
            return Self(format!("unknown option '{name}'; it takes no options"));
        }
        Self(format!("unknown option '{name}'{}", known(nearest(name, allowed.iter().copied()), allowed)))
    }
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OptionError {}

impl de::Error for OptionError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::unknown(field, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self(format!("the option '{field}' is missing"))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("found {found}, expected {expected}"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("found {found}, expected {expected}"))
    }
}
