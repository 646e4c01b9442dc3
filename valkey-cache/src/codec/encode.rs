use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::compressor::Unpacked;
use super::depth::Limited;
use super::number::{Number, write_number};
use super::{AnyCompressor, AnySerializer, BoxError, PluginConfig};
use crate::{Error, ErrorKind, Result};

/// A serializer followed by a compressor: how the values of a cache become bytes.
#[derive(Clone, Debug)]
pub struct Codec {
    serializer: AnySerializer,
    compressor: AnyCompressor,
}

impl Codec {
    /// Builds the codec that a configuration names.
    ///
    /// `max_decompressed_size` limits, in bytes, what a stored value may decompress to.
    ///
    /// # Errors
    ///
    /// [`Config`](ErrorKind::Config) when a name is unknown or registered twice, or when an option is wrong.
    pub fn new(serializer: &PluginConfig, compressor: &PluginConfig, max_decompressed_size: usize) -> Result<Self> {
        let serializer = AnySerializer::from_config(serializer)?;
        let compressor = AnyCompressor::from_config(compressor)?.with_max_decompressed_size(max_decompressed_size);
        Ok(Self { serializer, compressor })
    }

    /// Puts a serializer and a compressor together.
    pub fn from_parts(serializer: AnySerializer, compressor: AnyCompressor) -> Self {
        Self { serializer, compressor }
    }

    /// Returns the serializer.
    pub fn serializer(&self) -> &AnySerializer {
        &self.serializer
    }

    /// Returns the compressor.
    pub fn compressor(&self) -> &AnyCompressor {
        &self.compressor
    }

    /// Turns a value into the bytes that are stored, see [`encode`].
    ///
    /// # Errors
    ///
    /// As [`encode`].
    pub fn encode<T: Serialize + ?Sized>(&self, value: &T) -> Result<Vec<u8>> {
        encode(value, &self.serializer, &self.compressor)
    }

    /// Reads a value from stored bytes, see [`decode`].
    ///
    /// # Errors
    ///
    /// As [`decode`].
    pub fn decode<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T> {
        decode(bytes, &self.serializer, &self.compressor)
    }
}

/// Turns a value into the bytes that are stored.
///
/// An integer or a float becomes decimal text, also within `Some` and newtype structs; a boolean is not a number.
/// Everything else is serialized, and compressed when it is longer than the compressor's `min_length`. A shorter payload
/// is compressed when it would otherwise be taken for a compressed one.
///
/// # Errors
///
/// [`Encode`](ErrorKind::Encode) when the value cannot be serialized or compressed.
pub fn encode<T>(value: &T, serializer: &AnySerializer, compressor: &AnyCompressor) -> Result<Vec<u8>>
where
    T: Serialize + ?Sized,
{
    // Most values fit, and a serializer that starts from nothing grows its output several times.
    let mut out = Vec::with_capacity(128);
    if write_number(value, &mut out) {
        return Ok(out);
    }
    serializer.serialize_into(value, &mut out)?;
    compressor.pack(out)
}

/// Reads a value from the bytes that are stored.
///
/// The text of a number is a number when `T` takes it: an integer keeps all its digits, a float takes integers too.
/// Other bytes are decompressed, and taken as they are when that fails; then they are deserialized.
///
/// # Errors
///
/// [`Decode`](ErrorKind::Decode) when the bytes hold no value of type `T`, or decompress to more than
/// [`max_decompressed_size`](AnyCompressor::max_decompressed_size). The text tells everything that was tried.
pub fn decode<T>(bytes: &[u8], serializer: &AnySerializer, compressor: &AnyCompressor) -> Result<T>
where
    T: DeserializeOwned,
{
    let mut attempts = Attempts::default();
    if let Some(number) = Number::recognise(bytes) {
        match T::deserialize(Limited::new(number)) {
            Ok(value) => return Ok(value),
            Err(reason) => attempts.number = Some((number, reason)),
        }
    }
    let read = match compressor.unpack(bytes)? {
        Unpacked::AsStored(reason) => {
            attempts.decompressing = reason;
            serializer.read(bytes)
        }
        Unpacked::Payload(payload) => serializer.read(&payload),
        Unpacked::Perhaps(payload) => serializer.read(&payload).or_else(|reason| {
            attempts.decompressed = Some(reason);
            serializer.read(bytes)
        }),
    };
    read.map_err(|reason| {
        let (serializer, compressor) = (serializer.name(), compressor.name());
        let (length, type_name) = (bytes.len(), std::any::type_name::<T>());
        Error::new(
            ErrorKind::Decode,
            format!(
                "the {length} stored bytes are no value of type {type_name} in the codec '{serializer}' with \
                 '{compressor}': {attempts}{reason}"
            ),
        )
    })
}

/// Why everything before the last attempt to read a value failed.
#[derive(Default)]
struct Attempts<'a> {
    number: Option<(Number<'a>, serde::de::value::Error)>,
    decompressing: Option<BoxError>,
    decompressed: Option<BoxError>,
}

impl fmt::Display for Attempts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((number, reason)) = &self.number {
            write!(f, "they read as {number}, but {reason}; as no number: ")?;
        }
        if let Some(reason) = &self.decompressing {
            write!(f, "decompressing failed: {reason}; as not compressed: ")?;
        }
        if let Some(reason) = &self.decompressed {
            write!(f, "decompressed: {reason}; as not compressed: ")?;
        }
        Ok(())
    }
}
