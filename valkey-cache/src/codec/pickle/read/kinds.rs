//! Values with their kinds, for [`Value`](crate::codec::Value).

use serde::de::value::SeqDeserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor};

use super::access::Items;
use super::expand::Expand;
use super::node::{Node, Run};
use super::numbers::Whole;
use super::object::Made;
use crate::codec::pickle::PickleError;
use crate::codec::value::{Hyphenated, Kind};

/// Shows the visitor a value of a kind that serde has, or else an enum: the kind, and what it holds.
pub(super) fn visit<'de, V: Visitor<'de>>(value: Expand<'_, 'de>, visitor: V) -> Result<V::Value, PickleError> {
    match value.node() {
        Node::Tuple(run) => visit_items(value, Kind::Tuple, run, visitor),
        Node::Set(run) => visit_items(value, Kind::Set, run, visitor),
        Node::FrozenSet(run) => visit_items(value, Kind::FrozenSet, run, visitor),
        Node::Long(_) | Node::Digits(_) => visit_whole(value, visitor),
        Node::Object { .. } => visit_object(value, visitor),
        _ => value.deserialize_any(visitor),
    }
}

fn visit_items<'de, V: Visitor<'de>>(
    value: Expand<'_, 'de>,
    kind: Kind,
    run: Run,
    visitor: V,
) -> Result<V::Value, PickleError> {
    visitor.visit_enum(Kinded { kind, content: Content::Items(value.items(run)?) })
}

fn visit_whole<'de, V: Visitor<'de>>(value: Expand<'_, 'de>, visitor: V) -> Result<V::Value, PickleError> {
    match value.document.whole(value.node()) {
        Whole::Beyond => {
            let content = Content::Text(value.document.digits(value.node())?);
            visitor.visit_enum(Kinded { kind: Kind::BigInt, content })
        }
        _ => value.deserialize_any(visitor),
    }
}

fn visit_object<'de, V: Visitor<'de>>(value: Expand<'_, 'de>, visitor: V) -> Result<V::Value, PickleError> {
    let (kind, content) = match value.made()? {
        None => return value.deserialize_any(visitor),
        Some(Made::Same(id)) => return visit(value.same(id)?, visitor),
        Some(Made::DateTime(time)) => (Kind::DateTime, Content::Text(time.to_string())),
        Some(Made::Date(date)) => (Kind::Date, Content::Text(date.to_string())),
        Some(Made::Time(time)) => (Kind::Time, Content::Text(time.to_string())),
        Some(Made::TimeDelta(delta)) => (Kind::TimeDelta, Content::Text(delta.to_string())),
        Some(Made::Decimal(digits)) => (Kind::Decimal, Content::Text(digits)),
        Some(Made::Uuid(bytes)) => (Kind::Uuid, Content::Text(Hyphenated(bytes).to_string())),
        Some(Made::Complex(re, im)) => (Kind::Complex, Content::Floats([re, im])),
        Some(made) => return value.object(made, visitor),
    };
    visitor.visit_enum(Kinded { kind, content })
}

struct Kinded<'a, 'de> {
    kind: Kind,
    content: Content<'a, 'de>,
}

enum Content<'a, 'de> {
    Items(Items<'a, 'de>),
    Text(String),
    Floats([f64; 2]),
}

impl<'a, 'de> EnumAccess<'de> for Kinded<'a, 'de> {
    type Error = PickleError;
    type Variant = Content<'a, 'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content<'a, 'de>), PickleError> {
        Ok((seed.deserialize((self.kind as u8).into_deserializer())?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = PickleError;

    fn unit_variant(self) -> Result<(), PickleError> {
        Err(not_one_value())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, PickleError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value, PickleError> {
        Err(not_one_value())
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, PickleError> {
        Err(not_one_value())
    }
}

fn not_one_value() -> PickleError {
    PickleError::new("a value with its kind is read by `Value` only")
}

impl<'de> Deserializer<'de> for Content<'_, 'de> {
    type Error = PickleError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self {
            Self::Items(items) => visitor.visit_seq(items),
            Self::Text(text) => visitor.visit_string(text),
            Self::Floats(parts) => visitor.visit_seq(SeqDeserializer::new(parts.into_iter())),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
