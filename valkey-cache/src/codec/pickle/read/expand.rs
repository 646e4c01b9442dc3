use serde::de::value::SeqDeserializer;
use serde::de::{Deserializer, Error as _, Unexpected, Visitor};

use super::access::{Entries, Items, Numbers, Variant, secs_and_nanos};
use super::document::Document;
use super::kinds;
use super::node::{Id, Node, Run};
use super::numbers::Whole;
use super::object::Made;
use crate::codec::packed::ENTRY;
use crate::codec::pickle::PickleError;
use crate::codec::value::{HERD_MARKER, Hyphenated, VALUE};

/// A value of a document, as serde's types ask for it.
#[derive(Clone, Copy, Debug)]
pub(in crate::codec::pickle) struct Expand<'a, 'de> {
    pub(super) document: &'a Document<'de>,
    pub(super) id: Id,
    /// How many levels may still be below it.
    left: u16,
}

impl<'a, 'de> Expand<'a, 'de> {
    pub(super) fn new(document: &'a Document<'de>, id: Id, left: u16) -> Self {
        Self { document, id, left }
    }

    /// Goes down a level, to the same value.
    #[inline]
    pub(super) fn below(self) -> Result<Self, PickleError> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left, ..self }),
            None => Err(self.document.too_deep(self.id)),
        }
    }

    #[inline]
    pub(super) fn node(self) -> Node {
        self.document.node(self.id)
    }

    pub(super) fn items(self, run: Run) -> Result<Items<'a, 'de>, PickleError> {
        Ok(Items::new(self.document.items(run), self.below()?.left))
    }

    pub(super) fn entries(self, run: Run) -> Result<Entries<'a, 'de>, PickleError> {
        Ok(Entries::new(self.document.items(run), self.below()?.left))
    }

    /// Looks at the object that this is, if it is one.
    pub(super) fn made(self) -> Result<Option<Made>, PickleError> {
        match self.node() {
            Node::Object { callable, args, state } => self.document.made(self.id, callable, args, state).map(Some),
            _ => Ok(None),
        }
    }

    /// Goes on to another value that this one stands for.
    pub(super) fn same(self, id: Id) -> Result<Self, PickleError> {
        Ok(Self { id, ..self.below()? })
    }

    // What follows is in functions of its own, so that the frame of a level in the stack holds no more than it needs.

    #[inline]
    fn visit_scalar<V: Visitor<'de>>(self, node: Node, visitor: V) -> Result<V::Value, PickleError> {
        match node {
            Node::None => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(value),
            Node::Int(value) => match u64::try_from(value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(value),
            },
            Node::Float(value) => visitor.visit_f64(value),
            Node::Long(_) | Node::Digits(_) => self.whole(visitor),
            Node::Text(span) => visitor.visit_borrowed_str(self.document.utf8(span)?),
            Node::Escaped(span) => visitor.visit_string(self.document.unescaped(span)?),
            Node::Bytes(span) => {
                self.document.spend_on(span)?;
                visitor.visit_borrowed_bytes(self.document.slice(span))
            }
            _ => Err(self.document.bare_class(self.id)),
        }
    }

    fn visit_items<V: Visitor<'de>>(self, run: Run, visitor: V) -> Result<V::Value, PickleError> {
        let mut items = self.items(run)?;
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn visit_entries<V: Visitor<'de>>(self, run: Run, visitor: V) -> Result<V::Value, PickleError> {
        let mut entries = self.entries(run)?;
        let value = visitor.visit_map(&mut entries)?;
        entries.end()?;
        Ok(value)
    }

    /// Tells whether this is a value that a herd client packed.
    fn is_packed(self) -> bool {
        let Some([marker, ..]) = self.document.exactly::<3>(self.id) else { return false };
        matches!(Self { id: marker, ..self }.made(), Ok(Some(Made::HerdMarker)))
    }

    fn visit_object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.made()? {
            Some(made) => self.object(made, visitor),
            None => Err(self.document.bare_class(self.id)),
        }
    }

    fn whole<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.document.whole(self.node()) {
            Whole::Small(value) => visitor.visit_i64(value),
            Whole::Unsigned(value) => visitor.visit_u64(value),
            Whole::Large(value) => visitor.visit_i128(value),
            Whole::LargeUnsigned(value) => visitor.visit_u128(value),
            Whole::Beyond => Err(PickleError::new(
                "found a whole number beyond 128 bits; as `String` it is read as its digits, as `Value` as what it is",
            )),
        }
    }

    pub(super) fn object<V: Visitor<'de>>(self, made: Made, visitor: V) -> Result<V::Value, PickleError> {
        match made {
            Made::Same(id) => self.same(id)?.deserialize_any(visitor),
            Made::Bytes(bytes) => visitor.visit_byte_buf(bytes),
            Made::DateTime(value) => visitor.visit_string(value.to_string()),
            Made::Date(value) => visitor.visit_string(value.to_string()),
            Made::Time(value) => visitor.visit_string(value.to_string()),
            Made::TimeDelta(value) => visitor.visit_string(value.to_string()),
            Made::Decimal(digits) => visitor.visit_string(digits),
            Made::Uuid(bytes) => visitor.visit_string(Hyphenated(bytes).to_string()),
            Made::Complex(re, im) => visitor.visit_seq(SeqDeserializer::new([re, im].into_iter())),
            Made::Range { next, step, len } => visitor.visit_seq(Numbers::new(self.document, next, step, len)),
            Made::HerdMarker => Err(PickleError::new(
                "found the marker of the herd client, which belongs to a value that this client packed",
            )),
        }
    }

    #[inline]
    fn sequence<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.node() {
            Node::List(run) | Node::Tuple(run) | Node::Set(run) | Node::FrozenSet(run) => {
                self.visit_items(run, visitor)
            }
            Node::Bytes(_) | Node::Object { .. } => self.numbers(visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    /// Reads bytes as a sequence of numbers, and a duration as chrono has it.
    fn numbers<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.made()? {
            None => {
                let bytes = self.document.bytes(self.id).transpose()?.unwrap_or_default();
                visitor.visit_seq(SeqDeserializer::new(bytes.iter().copied()))
            }
            Some(Made::Same(id)) => self.same(id)?.sequence(visitor),
            Some(Made::Bytes(bytes)) => visitor.visit_seq(SeqDeserializer::new(bytes.into_iter())),
            Some(Made::Uuid(bytes)) => visitor.visit_seq(SeqDeserializer::new(bytes.into_iter())),
            Some(Made::TimeDelta(delta)) => {
                let total = delta.total_microseconds();
                let (seconds, nanos) = (total.div_euclid(1_000_000), total.rem_euclid(1_000_000) * 1000);
                visitor.visit_seq(SeqDeserializer::new([seconds as i64, nanos as i64].into_iter()))
            }
            Some(made) => self.object(made, visitor),
        }
    }
}

impl<'de> Deserializer<'de> for Expand<'_, 'de> {
    type Error = PickleError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.node() {
            Node::List(run) | Node::Tuple(run) | Node::Set(run) | Node::FrozenSet(run) => {
                self.visit_items(run, visitor)
            }
            Node::Dict(run) => self.visit_entries(run, visitor),
            Node::Object { .. } => self.visit_object(visitor),
            node => self.visit_scalar(node, visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.node() {
            Node::Text(span) => visitor.visit_borrowed_str(self.document.utf8(span)?),
            node @ (Node::Long(_) | Node::Digits(_)) if matches!(self.document.whole(node), Whole::Beyond) => {
                visitor.visit_string(self.document.digits(node)?)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        if let Node::Text(span) = self.node() {
            self.document.spend_on(span)?;
            return visitor.visit_borrowed_bytes(self.document.slice(span));
        }
        match self.made()? {
            None => self.deserialize_any(visitor),
            Some(Made::Same(id)) => self.same(id)?.deserialize_bytes(visitor),
            Some(Made::Uuid(bytes)) => visitor.visit_bytes(&bytes),
            Some(made) => self.object(made, visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.node() {
            Node::Float(value) => visitor.visit_f64(value),
            // As Python does when it makes a float of one: to the nearest.
            node @ (Node::Long(_) | Node::Digits(_)) => match self.document.digits(node)?.parse() {
                Ok(value) => visitor.visit_f64(value),
                Err(_) => self.deserialize_any(visitor),
            },
            Node::Object { .. } => match self.made()? {
                Some(Made::TimeDelta(delta)) => visitor.visit_f64(delta.total_microseconds() as f64 / 1e6),
                _ => self.visit_object(visitor),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        if self.id == Id::NONE { visitor.visit_none() } else { visitor.visit_some(self.below()?) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, PickleError> {
        if name != HERD_MARKER {
            return self.deserialize_any(visitor);
        }
        match self.made() {
            Ok(Some(Made::HerdMarker)) => visitor.visit_unit(),
            _ => Err(PickleError::invalid_type(Unexpected::Other("another value"), &visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, PickleError> {
        match name {
            VALUE => kinds::visit(self, visitor),
            ENTRY => match (self.node(), self.is_packed()) {
                (Node::Tuple(run), true) => self.visit_items(run, visitor),
                _ => visitor.visit_newtype_struct(self),
            },
            _ => visitor.visit_newtype_struct(self.below()?),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        self.sequence(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, PickleError> {
        self.sequence(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, PickleError> {
        self.sequence(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PickleError> {
        if let Node::Dict(run) = self.node() {
            return self.visit_entries(run, visitor);
        }
        // The standard library's durations.
        if fields == ["secs", "nanos"]
            && let Some(Made::TimeDelta(delta)) = self.made()?
        {
            return visitor.visit_map(secs_and_nanos(delta)?);
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PickleError> {
        match self.node() {
            Node::Text(_) | Node::Escaped(_) => visitor.visit_enum(Variant::unit(self)),
            Node::Dict(run) => visitor.visit_enum(Variant::of_entry(self, run)?),
            _ => match self.made()? {
                Some(Made::Same(id)) => self.same(id)?.deserialize_enum("", &[], visitor),
                _ => self.deserialize_any(visitor),
            },
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        match self.node() {
            Node::Text(span) => visitor.visit_borrowed_str(self.document.utf8(span)?),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PickleError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 char unit map
    }
}
