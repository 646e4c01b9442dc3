//! The items of containers, as serde asks for them.

use serde::de::value::MapDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::document::{Document, Walk};
use super::expand::Expand;
use super::node::{Node, Run};
use crate::codec::pickle::PickleError;
use crate::codec::value::TimeDelta;

/// The items of a list, a tuple or a set.
pub(super) struct Items<'a, 'de> {
    walk: Walk<'a, 'de>,
    left: u16,
}

impl<'a, 'de> Items<'a, 'de> {
    pub(super) fn new(walk: Walk<'a, 'de>, left: u16) -> Self {
        Self { walk, left }
    }

    #[inline]
    fn next(&mut self) -> Result<Option<Expand<'a, 'de>>, PickleError> {
        let Some(id) = self.walk.next() else { return Ok(None) };
        self.walk.document.spend(1)?;
        Ok(Some(Expand::new(self.walk.document, id, self.left)))
    }

    /// Makes sure that all items have been read.
    pub(super) fn end(self) -> Result<(), PickleError> {
        match self.walk.left {
            0 => Ok(()),
            left => Err(PickleError::new(format!("found {left} items more than expected"))),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = PickleError;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, PickleError> {
        self.next()?.map(|item| seed.deserialize(item)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.walk.left as usize)
    }
}

/// The keys and values of a dict.
pub(super) struct Entries<'a, 'de>(Items<'a, 'de>);

impl<'a, 'de> Entries<'a, 'de> {
    pub(super) fn new(walk: Walk<'a, 'de>, left: u16) -> Self {
        Self(Items::new(walk, left))
    }

    pub(super) fn end(self) -> Result<(), PickleError> {
        self.0.end()
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = PickleError;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, PickleError> {
        self.0.next_element_seed(seed)
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, PickleError> {
        self.0.next_element_seed(seed)?.ok_or_else(|| PickleError::new("there is a key without a value"))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.walk.left as usize / 2)
    }
}

/// The numbers of a `range`.
pub(super) struct Numbers<'a, 'de> {
    document: &'a Document<'de>,
    next: i64,
    step: i64,
    len: u64,
}

impl<'a, 'de> Numbers<'a, 'de> {
    pub(super) fn new(document: &'a Document<'de>, next: i64, step: i64, len: u64) -> Self {
        Self { document, next, step, len }
    }
}

impl<'de> SeqAccess<'de> for Numbers<'_, 'de> {
    type Error = PickleError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, PickleError> {
        let Some(len) = self.len.checked_sub(1) else { return Ok(None) };
        self.document.spend(1)?;
        let number = self.next;
        self.len = len;
        // Past the last number it may leave the 64 bits, and is not needed.
        self.next = number.wrapping_add(self.step);
        seed.deserialize(number.into_deserializer()).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.len).ok()
    }
}

/// A map of constant names, and numbers.
type Fields<'de> = MapDeserializer<'de, std::array::IntoIter<(&'static str, u64), 2>, PickleError>;

/// Returns a duration in the two fields of the standard library's.
pub(super) fn secs_and_nanos<'de>(delta: TimeDelta) -> Result<Fields<'de>, PickleError> {
    let total = u128::try_from(delta.total_microseconds());
    let total = total.map_err(|_| PickleError::new(format!("found the duration {delta}, expected none below zero")))?;
    let (secs, nanos) = (total / 1_000_000, total % 1_000_000 * 1000);
    Ok(MapDeserializer::new([("secs", secs as u64), ("nanos", nanos as u64)].into_iter()))
}

/// A variant of an enum: its name, or a dict with its name and what it holds.
pub(super) struct Variant<'a, 'de> {
    name: Expand<'a, 'de>,
    content: Option<Expand<'a, 'de>>,
}

impl<'a, 'de> Variant<'a, 'de> {
    pub(super) fn unit(name: Expand<'a, 'de>) -> Self {
        Self { name, content: None }
    }

    pub(super) fn of_entry(dict: Expand<'a, 'de>, run: Run) -> Result<Self, PickleError> {
        let mut items = dict.items(run)?;
        match (items.next()?, items.next()?, items.walk.left) {
            (Some(name), content @ Some(_), 0) => Ok(Self { name, content }),
            _ => Err(PickleError::new(format!(
                "found a dict of {} entries, expected one, named as a variant",
                run.len / 2
            ))),
        }
    }

    fn content(self) -> Result<Expand<'a, 'de>, PickleError> {
        self.content.ok_or_else(|| PickleError::new("found a variant that holds nothing, expected one with a value"))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = PickleError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), PickleError> {
        Ok((seed.deserialize(self.name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = PickleError;

    fn unit_variant(self) -> Result<(), PickleError> {
        match self.content.map(Expand::node) {
            None | Some(Node::None) => Ok(()),
            Some(_) => Err(PickleError::new("found a variant with a value, expected one that holds nothing")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, PickleError> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, PickleError> {
        self.content()?.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PickleError> {
        self.content()?.deserialize_struct("", fields, visitor)
    }
}
