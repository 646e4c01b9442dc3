//! JSON in the spelling of Python.

use std::io::{Result, Write};

use serde_json::ser::Formatter;

use crate::codec::float::Notation;

/// Writes what `json.dumps` writes: a blank after each comma and colon, ASCII only, floats as `repr` has them.
pub(super) struct Python;

impl Formatter for Python {
    fn write_byte_array<W: Write + ?Sized>(&mut self, writer: &mut W, word: &[u8]) -> Result<()> {
        writer.write_all(word)
    }

    fn write_f32<W: Write + ?Sized>(&mut self, writer: &mut W, value: f32) -> Result<()> {
        Notation::PYTHON.write(writer, value)
    }

    fn write_f64<W: Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> Result<()> {
        Notation::PYTHON.write(writer, value)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        separate(writer, first)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        separate(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b": ")
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        let mut plain = fragment;
        while let Some(at) = plain.find(|character| !matches!(character, ' '..='~')) {
            let (before, rest) = plain.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut characters = rest.chars();
            if let Some(character) = characters.next() {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            plain = characters.as_str();
        }
        writer.write_all(plain.as_bytes())
    }
}

fn separate<W: Write + ?Sized>(writer: &mut W, first: bool) -> Result<()> {
    if first { Ok(()) } else { writer.write_all(b", ") }
}
