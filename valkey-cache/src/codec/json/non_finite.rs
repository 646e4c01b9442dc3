//! Floats that JSON has no words for, and Python's `json` has.

use std::io;

use serde::Serializer;
use serde_json::ser::Formatter;

use crate::codec::adapt::Dialect;

/// Writes `NaN`, `Infinity` and `-Infinity`.
///
/// The serializer has no way to write a word that is not JSON. So the formatter takes what serde calls bytes for such a
/// word, and bytes are written as what serde_json makes of them, a list of numbers.
#[derive(Clone, Copy)]
pub(super) struct Words;

impl Words {
    #[cold]
    fn write<S: Serializer>(self, value: f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(match value {
            f64::INFINITY => b"Infinity",
            f64::NEG_INFINITY => b"-Infinity",
            _ => b"NaN",
        })
    }
}

impl Dialect for Words {
    #[inline]
    fn f32<S: Serializer>(self, value: f32, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() { serializer.serialize_f32(value) } else { self.write(value.into(), serializer) }
    }

    #[inline]
    fn f64<S: Serializer>(self, value: f64, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() { serializer.serialize_f64(value) } else { self.write(value, serializer) }
    }

    #[inline]
    fn bytes<S: Serializer>(self, value: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value)
    }
}

/// Writes no blanks, and text as it is.
pub(super) struct Compact;

impl Formatter for Compact {
    #[inline]
    fn write_byte_array<W: io::Write + ?Sized>(&mut self, writer: &mut W, word: &[u8]) -> io::Result<()> {
        writer.write_all(word)
    }
}
