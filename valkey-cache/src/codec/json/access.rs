//! What is within lists, maps and enums of a JSON text.

use serde::de::value::{Error, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

use super::key::Key;
use super::read::Reader;

/// The elements of a list, or the entries of a map.
pub(super) struct Elements<'a, 'de> {
    reader: &'a mut Reader<'de>,
    end: &'static str,
    state: State,
}

#[derive(PartialEq)]
enum State {
    First,
    Later,
    Ended,
}

impl<'a, 'de> Elements<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>, start: &str, end: &'static str) -> Result<Self, Error> {
        reader.expect(start)?;
        Ok(Self { reader, end, state: State::First })
    }

    /// Takes what stands before the next element, or the end.
    fn is_ended(&mut self) -> Result<bool, Error> {
        if self.state == State::Ended || self.reader.take(self.end) {
            self.state = State::Ended;
        } else if self.state == State::Later {
            self.reader.expect(",")?;
        } else {
            self.state = State::Later;
        }
        Ok(self.state == State::Ended)
    }

    /// Takes the end, unless it is taken already.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        if self.state == State::Ended { Ok(()) } else { self.reader.expect(self.end) }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if self.is_ended()? { Ok(None) } else { seed.deserialize(&mut *self.reader).map(Some) }
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if self.is_ended()? { Ok(None) } else { seed.deserialize(Key::take(self.reader)?).map(Some) }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        self.reader.expect(":")?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant with contents: a map of one entry, whose opening brace is taken.
impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let name = seed.deserialize(&mut *self)?;
        self.expect(":")?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.deserialize_struct("", fields, visitor)
    }
}

/// Bytes as a list, for a list whose elements ask to be bytes.
pub(super) fn bytewise<'de>(bytes: Vec<u8>) -> impl SeqAccess<'de, Error = Error> {
    SeqDeserializer::new(bytes.into_iter().map(Byte))
}

struct Byte(u8);

impl IntoDeserializer<'_, Error> for Byte {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Byte {
    type Error = Error;

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u8(self.0)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::invalid_type(Unexpected::Other("text"), &"a list, or bytes to be read from base64"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
