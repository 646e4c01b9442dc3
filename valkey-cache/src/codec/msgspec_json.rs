use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::ser::Formatter;

use super::BoxError;
use super::adapt::{Adapted, Dialect};
use super::base64;
use super::float::Notation;
use super::json::{Grammar, read};
use super::serializer::Format;

/// JSON as Python's `msgspec` has it: compact, bytes as base64, and no floats but finite ones. It takes no options.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MsgspecJson {}

impl Format for MsgspecJson {
    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
        let mut serializer = serde_json::Serializer::with_formatter(out, Spelling);
        Ok(value.serialize(Adapted::new(&mut serializer, Msgspec))?)
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        read(bytes, Grammar { non_finite: false, base64: true })
    }
}

#[derive(Clone, Copy)]
struct Msgspec;

impl Dialect for Msgspec {
    fn bytes<S: Serializer>(self, value: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(value))
    }

    #[inline]
    fn f32<S: Serializer>(self, value: f32, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() { serializer.serialize_f32(value) } else { Err(not_finite(value.into())) }
    }

    #[inline]
    fn f64<S: Serializer>(self, value: f64, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() { serializer.serialize_f64(value) } else { Err(not_finite(value)) }
    }
}

#[cold]
fn not_finite<E: serde::ser::Error>(value: f64) -> E {
    E::custom(format_args!(
        "the float {value} would be lost, for msgspec writes `null`; use 'json' or 'msgspec_msgpack', which keep it"
    ))
}

struct Spelling;

impl Formatter for Spelling {
    fn write_f32<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        Notation::MSGSPEC.write(writer, value)
    }

    fn write_f64<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        Notation::MSGSPEC.write(writer, value)
    }
}
