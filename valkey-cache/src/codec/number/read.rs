use std::fmt;
use std::str::FromStr;

use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};

/// A stored value that is the text of a number, before it is known which type it is read as.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'a> {
    text: &'a str,
    is_integer: bool,
}

impl<'a> Number<'a> {
    /// Recognises the text of a number: as the server counts, as Python writes it and as this crate does.
    ///
    /// Leading zeros, `+`, `_`, spaces and `infinity` are no part of any of these.
    pub(crate) fn recognise(bytes: &'a [u8]) -> Option<Self> {
        let is_integer = match bytes {
            b"nan" | b"inf" | b"-inf" => false,
            _ => {
                let (whole, rest) = digits(bytes.strip_prefix(b"-").unwrap_or(bytes))?;
                let leading_zero = whole.len() > 1 && whole[0] == b'0';
                if leading_zero || !(rest.is_empty() || is_fraction(rest)) {
                    return None;
                }
                rest.is_empty()
            }
        };
        Some(Self { text: std::str::from_utf8(bytes).ok()?, is_integer })
    }

    /// Returns the text, all of what was recognised.
    #[cfg(feature = "json")]
    pub(crate) fn text(self) -> &'a str {
        self.text
    }

    fn parse<T: FromStr>(self) -> Result<T, Error> {
        self.text.parse().map_err(|_| self.out_of_range())
    }

    fn out_of_range(self) -> Error {
        Error::custom(format_args!("{self} is out of range"))
    }
}

/// Splits off at least one digit.
fn digits(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then(|| bytes.split_at(count))
}

/// Tells whether this is what makes a float of the digits before it.
fn is_fraction(bytes: &[u8]) -> bool {
    let [b'.', fraction @ ..] = bytes else { return is_exponent(bytes) };
    digits(fraction).is_some_and(|(_, rest)| rest.is_empty() || is_exponent(rest))
}

fn is_exponent(bytes: &[u8]) -> bool {
    let [b'e' | b'E', exponent @ ..] = bytes else { return false };
    let exponent = exponent.strip_prefix(b"-").or_else(|| exponent.strip_prefix(b"+")).unwrap_or(exponent);
    digits(exponent).is_some_and(|(_, rest)| rest.is_empty())
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.is_integer, self.text.len()) {
            (true, ..=40) => write!(f, "the integer {}", self.text),
            (false, ..=40) => write!(f, "the float {}", self.text),
            (true, length) => write!(f, "an integer of {length} digits"),
            (false, length) => write!(f, "a float of {length} characters"),
        }
    }
}

/// Reading is directed by the type: a float reads the text itself, so that no digit is lost on the way, and an integer
/// is handed on in the smallest type that holds it. A type that is not a number refuses both.
impl<'de> Deserializer<'de> for Number<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if !self.is_integer {
            return self.deserialize_f64(visitor);
        }
        if self.text.starts_with('-') {
            match self.text.parse() {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => visitor.visit_i128(self.parse()?),
            }
        } else {
            match self.text.parse() {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_u128(self.parse()?),
            }
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let float: f32 = self.parse()?;
        if float.is_infinite() && !self.text.ends_with("inf") {
            return Err(self.out_of_range());
        }
        visitor.visit_f32(float)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let float: f64 = self.parse()?;
        if float.is_infinite() && !self.text.ends_with("inf") {
            return Err(self.out_of_range());
        }
        visitor.visit_f64(float)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
