//! Values: how they become bytes and are read back.
//!
//! A codec is a serializer followed by a compressor. Integers and floats skip both: they are stored as decimal text,
//! so that the server can count with them. Everything else is serialized, and compressed when it is longer than the
//! compressor's `min_length`.
//!
//! Both are configured by name, see [`PluginConfig`]. The paths of django-valkey's and django-redis' classes are names
//! too. Plugins implement [`Serializer`] or [`Compressor`] and register
//! with [`SerializerRegistration`] or [`CompressorRegistration`].

#[cfg(any(feature = "json", feature = "msgpack", feature = "cbor"))]
mod adapt;
mod aliases;
#[cfg(any(feature = "json", feature = "zstd"))]
mod base64;
#[cfg(any(feature = "msgpack", feature = "cbor"))]
mod binary;
#[cfg(feature = "brotli")]
mod brotli;
#[cfg(feature = "bz2")]
mod bz2;
#[cfg(feature = "cbor")]
mod cbor;
#[cfg(any(feature = "brotli", feature = "lz4", feature = "lzma", feature = "zstd"))]
mod choice;
mod compressor;
mod config;
mod decode;
#[cfg(any(feature = "gzip", feature = "zlib"))]
mod deflate;
mod depth;
mod encode;
mod fallbacks;
mod float;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "lz4")]
mod lz4;
#[cfg(feature = "lzma")]
mod lzma;
#[cfg(feature = "msgpack")]
mod msgpack;
#[cfg(feature = "json")]
mod msgspec_json;
mod number;
mod options;
mod packed;
#[cfg(feature = "pickle")]
mod pickle;
mod plugin;
#[cfg(any(feature = "gzip", feature = "zlib", feature = "zstd"))]
mod pool;
#[cfg(feature = "postcard")]
mod postcard;
mod registration;
mod serializer;
#[cfg(any(
    feature = "brotli",
    feature = "bz2",
    feature = "gzip",
    feature = "lzma",
    feature = "zlib",
    feature = "zstd"
))]
mod stream;
mod value;
#[cfg(any(
    feature = "brotli",
    feature = "bz2",
    feature = "gzip",
    feature = "lzma",
    feature = "zlib",
    feature = "zstd"
))]
mod within;
#[cfg(feature = "zlib")]
mod zlib;
#[cfg(feature = "zstd")]
mod zstd;

pub use compressor::{AnyCompressor, DEFAULT_MAX_DECOMPRESSED_SIZE, DEFAULT_MIN_LENGTH};
pub use config::PluginConfig;
pub use decode::decode;
pub use encode::{Codec, encode};
pub use options::OptionValue;
pub(crate) use packed::{Deadline, Encoded, Entry};
pub use plugin::{BoxError, Compressor, Recognised, Serializer, Slot, TooLarge, read_limited};
pub use registration::{
    CompressorRegistration, PluginOptions, SerializerRegistration, registered_compressors, registered_serializers,
};
pub use serializer::AnySerializer;
pub use value::{Date, DateTime, HerdMarker, Time, TimeDelta, Value, Zone};

#[doc(no_inline)]
pub use erased_serde;

#[cfg(test)]
mod tests;
