use std::borrow::Cow;
use std::iter;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::decode::{payload, read};
use super::fallbacks::Fallbacks;
use super::number::write_number;
use super::{AnyCompressor, AnySerializer, PluginConfig};
use crate::Result;

/// A serializer followed by a compressor: how the values of a cache become bytes.
#[derive(Clone, Debug)]
pub struct Codec {
    serializer: AnySerializer,
    compressor: AnyCompressor,
    fallbacks: Fallbacks,
}

impl Codec {
    /// Builds the codec that a configuration names.
    ///
    /// `max_decompressed_size` limits, in bytes, what a stored value may decompress to.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when a name is unknown or registered twice, or when an option is wrong.
    pub fn new(serializer: &PluginConfig, compressor: &PluginConfig, max_decompressed_size: usize) -> Result<Self> {
        let serializer = AnySerializer::from_config(serializer)?;
        let compressor = AnyCompressor::from_config(compressor)?.with_max_decompressed_size(max_decompressed_size);
        Ok(Self::from_parts(serializer, compressor))
    }

    /// Puts a serializer and a compressor together.
    pub fn from_parts(serializer: AnySerializer, compressor: AnyCompressor) -> Self {
        Self { serializer, compressor, fallbacks: Fallbacks::NONE }
    }

    /// Adds serializers and compressors to read with where the codec's own ones fail: those it had before it was changed.
    ///
    /// They are never written with, and what this codec writes reads the same with them. The compressors are held to this
    /// codec's `max_decompressed_size`. What is tried, in this order:
    ///
    /// 1. what is decompressed by a compressor whose mark the bytes carry; then nothing else is tried;
    /// 2. what the codec's own compressor makes of them, if it has no mark;
    /// 3. the bytes as they are;
    /// 4. what the fallback compressors without a mark make of them, in the order given.
    ///
    /// Each is read by the codec's serializer, then by the fallback serializers in the order given.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when values of one serializer could be read as another's: `postcard` takes
    /// nearly all bytes, `cbor` and `msgpack` some of each other's.
    pub fn with_fallbacks(
        self,
        serializers: impl IntoIterator<Item = AnySerializer>,
        compressors: impl IntoIterator<Item = AnyCompressor>,
    ) -> Result<Self> {
        let max_size = self.compressor.max_decompressed_size();
        let compressors = compressors.into_iter().map(|compressor| compressor.with_max_decompressed_size(max_size));
        let fallbacks = Fallbacks::new(&self.serializer, serializers.into_iter().collect(), compressors.collect())?;
        Ok(Self { fallbacks, ..self })
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
        write(value, &self.serializer, &self.compressor, &self.fallbacks)
    }

    /// Reads a value from stored bytes, see [`decode`](super::decode).
    ///
    /// # Errors
    ///
    /// As [`decode`](super::decode).
    pub fn decode<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T> {
        self.decode_as(bytes, std::any::type_name::<T>())
    }

    /// Reads a value that errors call by the name of another type.
    pub(super) fn decode_as<T: DeserializeOwned>(&self, bytes: &[u8], type_name: &str) -> Result<T> {
        read(bytes, &self.serializer, &self.compressor, &self.fallbacks, type_name)
    }

    /// Finds the serializer of which `is_of` says that the stored bytes are its, and what it wrote.
    pub(super) fn payload<'b>(
        &self,
        stored: &'b [u8],
        is_of: impl Fn(&AnySerializer, &[u8]) -> bool,
    ) -> Option<(Cow<'b, [u8]>, &AnySerializer)> {
        payload(stored, &self.serializer, &self.compressor, &self.fallbacks, |payload| {
            iter::once(&self.serializer)
                .chain(&self.fallbacks.serializers)
                .find(|serializer| is_of(serializer, payload))
        })
    }

    /// Makes the bytes that are stored of what a serializer wrote.
    pub(super) fn compress(&self, payload: Vec<u8>) -> Result<Vec<u8>> {
        self.fallbacks.pack(payload, &self.compressor)
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
/// [`Encode`](crate::ErrorKind::Encode) when the value cannot be serialized or compressed.
pub fn encode<T>(value: &T, serializer: &AnySerializer, compressor: &AnyCompressor) -> Result<Vec<u8>>
where
    T: Serialize + ?Sized,
{
    write(value, serializer, compressor, &Fallbacks::NONE)
}

fn write<T>(value: &T, serializer: &AnySerializer, compressor: &AnyCompressor, fallbacks: &Fallbacks) -> Result<Vec<u8>>
where
    T: Serialize + ?Sized,
{
    // Most values fit, and a serializer that starts from nothing grows its output several times.
    let mut out = Vec::with_capacity(128);
    if write_number(value, &mut out) {
        return Ok(out);
    }
    serializer.serialize_into(value, &mut out)?;
    fallbacks.pack(out, compressor)
}
