//! The options of a plugin, independent of the format that they were written in.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};

mod reader;

pub(super) use reader::{Table, ValueReader};

/// The value of an option of a plugin.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OptionValue {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Float(f64),
    /// A text.
    String(String),
    /// Several values in order.
    List(Vec<OptionValue>),
    /// Several values by name.
    Table(BTreeMap<String, OptionValue>),
}

macro_rules! from {
    ($($from:ty => $variant:ident),* $(,)?) => { $(
        impl From<$from> for OptionValue {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )* };
}

from! {
    bool => Bool, i8 => Integer, i16 => Integer, i32 => Integer, i64 => Integer, u8 => Integer, u16 => Integer,
    u32 => Integer, u64 => Integer, f32 => Float, f64 => Float, &str => String, String => String,
    BTreeMap<String, OptionValue> => Table,
}

impl From<usize> for OptionValue {
    fn from(value: usize) -> Self {
        Self::Integer(value as i128)
    }
}

impl<V: Into<OptionValue>> From<Vec<V>> for OptionValue {
    fn from(values: Vec<V>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<'de> Deserialize<'de> for OptionValue {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = OptionValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean, a number, a text, a list or a table")
    }

    fn visit_bool<E>(self, value: bool) -> Result<OptionValue, E> {
        Ok(OptionValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<OptionValue, E> {
        Ok(OptionValue::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<OptionValue, E> {
        Ok(OptionValue::Integer(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<OptionValue, E> {
        Ok(OptionValue::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<OptionValue, E> {
        Ok(OptionValue::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<OptionValue, E> {
        Ok(OptionValue::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OptionValue, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(OptionValue::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<OptionValue, A::Error> {
        let mut values = BTreeMap::new();
        while let Some((key, value)) = table.next_entry()? {
            values.insert(key, value);
        }
        Ok(OptionValue::Table(values))
    }
}
