//! A JSON reader for what `serde_json` refuses or reads otherwise. It is the slower of the two.

use std::borrow::Cow;
use std::str::from_utf8;

use serde::de::value::{CowStrDeserializer, Error};
use serde::de::{self, DeserializeOwned, Error as _, Unexpected, Visitor};

use super::access::{Elements, bytewise};
use crate::codec::BoxError;
use crate::codec::base64;
use crate::codec::depth::Limited;
use crate::codec::number::Number;

/// What is read beyond plain JSON.
#[derive(Clone, Copy)]
pub(in crate::codec) struct Grammar {
    /// `NaN`, `Infinity` and `-Infinity` are floats.
    pub(in crate::codec) non_finite: bool,
    /// A text is the base64 of bytes where bytes are asked for.
    pub(in crate::codec) base64: bool,
}

/// Reads the one value that `bytes` hold.
pub(in crate::codec) fn read<T: DeserializeOwned>(bytes: &[u8], grammar: Grammar) -> Result<T, BoxError> {
    let mut reader = Reader { text: from_utf8(bytes)?, at: 0, grammar };
    let value = T::deserialize(Limited::new(&mut reader, bytes.len()))?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err("there is text left over after the value".into()),
    }
}

/// The text, and how far it is read. The bytes before `at` are whole characters.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
    pub(super) grammar: Grammar,
}

impl<'de> Reader<'de> {
    fn rest(&self) -> &'de str {
        &self.text[self.at..]
    }

    /// Skips blanks, and answers the next byte without taking it.
    fn peek(&mut self) -> Option<u8> {
        let blanks = self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        self.at += blanks.count();
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn take(&mut self, wanted: &str) -> bool {
        self.peek();
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    pub(super) fn expect(&mut self, wanted: &str) -> Result<(), Error> {
        if self.take(wanted) { Ok(()) } else { Err(self.syntax(format_args!("`{wanted}`"))) }
    }

    fn syntax(&mut self, expected: impl std::fmt::Display) -> Error {
        self.peek();
        let at = self.at;
        match self.rest().chars().next() {
            Some(found) => Error::custom(format_args!("found {found:?} at byte {at}, expected {expected}")),
            None => Error::custom(format_args!("the text ends at byte {at}, expected {expected}")),
        }
    }

    /// Takes a text; it is borrowed unless it has an escape.
    pub(super) fn text(&mut self) -> Result<Cow<'de, str>, Error> {
        self.expect("\"")?;
        let rest = self.rest();
        let Some(length) = rest.find(['"', '\\']) else { return Err(self.endless()) };
        let plain = &rest[..length];
        if plain.bytes().any(|byte| byte < b' ') {
            return Err(Error::custom(format_args!("the text before byte {} has a bare control character", self.at)));
        }
        if rest.as_bytes()[length] == b'"' {
            self.at += length + 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut end = length;
        loop {
            match rest.as_bytes().get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
                None => return Err(self.endless()),
            }
        }
        let quoted = &self.text[self.at - 1..=self.at + end];
        self.at += end + 1;
        serde_json::from_str(quoted).map(Cow::Owned).map_err(Error::custom)
    }

    fn endless(&self) -> Error {
        Error::custom(format_args!("the text that begins before byte {} has no end", self.at))
    }

    fn number(&mut self) -> Result<Number<'de>, Error> {
        let rest = self.rest();
        let length = rest.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        match Number::recognise(&rest.as_bytes()[..length.count()]) {
            Some(number) => {
                self.at += number.text().len();
                Ok(number)
            }
            None => Err(self.syntax("a number")),
        }
    }

    fn non_finite(&mut self) -> Option<f64> {
        let (word, value) = match self.peek() {
            Some(b'N') => ("NaN", f64::NAN),
            Some(b'I') => ("Infinity", f64::INFINITY),
            Some(b'-') => ("-Infinity", f64::NEG_INFINITY),
            _ => return None,
        };
        (self.grammar.non_finite && self.take(word)).then_some(value)
    }

    /// Reads bytes where base64 stands for them.
    fn bytes(&mut self) -> Result<Option<Vec<u8>>, Error> {
        if !self.grammar.base64 || self.peek() != Some(b'"') {
            return Ok(None);
        }
        let text = self.text()?;
        match base64::decode(&text) {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(Error::invalid_value(Unexpected::Str(&text), &"a list, or bytes as base64")),
        }
    }
}

/// Reads a float by its type, so that no digit is lost on the way.
macro_rules! floats {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            if let Some(value) = self.non_finite() {
                return visitor.visit_f64(value);
            }
            match self.peek() {
                Some(b'-' | b'0'..=b'9') => self.number()?.$method(visitor),
                _ => self.deserialize_any(visitor),
            }
        }
    )* };
}

/// Reads bytes for whoever asks for bytes, and for whoever asks for a list and takes bytes as its elements.
macro_rules! bytes {
    ($($method:ident($($argument:ident: $type:ty),*) -> $visit:ident($wrap:expr);)*) => { $(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Error> {
            match self.bytes()? {
                Some(bytes) => visitor.$visit($wrap(bytes)),
                None => self.deserialize_any(visitor),
            }
        }
    )* };
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(value) = self.non_finite() {
            return visitor.visit_f64(value);
        }
        match self.peek() {
            Some(b'"') => match self.text()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b'-' | b'0'..=b'9') => self.number()?.deserialize_any(visitor),
            Some(b'[') => {
                let mut elements = Elements::new(self, "[", "]")?;
                let value = visitor.visit_seq(&mut elements)?;
                elements.finish().map(|()| value)
            }
            Some(b'{') => {
                let mut entries = Elements::new(self, "{", "}")?;
                let value = visitor.visit_map(&mut entries)?;
                entries.finish().map(|()| value)
            }
            _ if self.take("null") => visitor.visit_unit(),
            _ if self.take("true") => visitor.visit_bool(true),
            _ if self.take("false") => visitor.visit_bool(false),
            _ => Err(self.syntax("a value")),
        }
    }

    floats! { deserialize_f32 deserialize_f64 }

    bytes! {
        deserialize_bytes() -> visit_byte_buf(std::convert::identity);
        deserialize_byte_buf() -> visit_byte_buf(std::convert::identity);
        deserialize_seq() -> visit_seq(bytewise);
        deserialize_tuple(_len: usize) -> visit_seq(bytewise);
        deserialize_tuple_struct(_name: &'static str, _len: usize) -> visit_seq(bytewise);
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.take("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.peek() != Some(b'{') {
            return visitor.visit_enum(CowStrDeserializer::new(self.text()?));
        }
        self.expect("{")?;
        let value = visitor.visit_enum(&mut *self)?;
        self.expect("}").map(|()| value)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 char str string unit unit_struct map struct identifier ignored_any
    }
}
