//! Floats that JSON has no words for, and Python's `json` has.

use std::cell::Cell;
use std::io;

use serde::Serializer;
use serde_json::ser::Formatter;

use crate::codec::adapt::Dialect;

pub(super) const NULL: &str = "null";

/// The word to be written for the next `null`.
///
/// The serializer itself has no way to write a word that is not JSON, so the dialect writes a `null`, and tells the
/// formatter, which knows nothing of values, what to put in its place.
#[derive(Clone, Copy)]
pub(super) struct Words<'a>(pub(super) &'a Cell<&'static str>);

impl Words<'_> {
    pub(super) fn write_null<W: io::Write + ?Sized>(self, writer: &mut W) -> io::Result<()> {
        writer.write_all(self.0.replace(NULL).as_bytes())
    }

    #[cold]
    fn write<S: Serializer>(self, value: f64, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.set(match value {
            f64::INFINITY => "Infinity",
            f64::NEG_INFINITY => "-Infinity",
            _ => "NaN",
        });
        serializer.serialize_unit()
    }
}

impl Dialect for Words<'_> {
    #[inline]
    fn f32<S: Serializer>(self, value: f32, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() { serializer.serialize_f32(value) } else { self.write(value.into(), serializer) }
    }

    #[inline]
    fn f64<S: Serializer>(self, value: f64, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() { serializer.serialize_f64(value) } else { self.write(value, serializer) }
    }
}

/// Writes no blanks, and text as it is.
pub(super) struct Compact<'a>(pub(super) Words<'a>);

impl Formatter for Compact<'_> {
    #[inline]
    fn write_null<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.write_null(writer)
    }
}
