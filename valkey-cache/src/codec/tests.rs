//! Tests of the whole codec. Every test runs over whatever built-ins the build has.

mod aliases;
mod compressors;
mod config;
mod fallbacks;
mod formats;
mod hostile;
mod lookalikes;
mod mapping;
#[cfg(any(feature = "cbor", feature = "json", feature = "msgpack", feature = "pickle", feature = "postcard"))]
mod mutations;
mod numbers;
mod plugins;
mod properties;
mod values;

use super::{AnyCompressor, AnySerializer, Codec};

/// The serializers of this build, those of the tests left out.
fn serializers() -> Vec<AnySerializer> {
    let names = super::serializer::KIND.built_in.iter().map(|(name, _)| *name);
    names.map(|name| AnySerializer::named(name).expect("built in")).collect()
}

/// The compressors of this build, those of the tests left out.
fn compressors() -> Vec<AnyCompressor> {
    let names = super::compressor::KIND.built_in.iter().map(|(name, _)| *name);
    names.map(|name| AnyCompressor::named(name).expect("built in")).collect()
}

/// All pairs of them.
fn codecs() -> Vec<Codec> {
    let mut codecs = Vec::new();
    for serializer in serializers() {
        for compressor in compressors() {
            codecs.push(Codec::from_parts(serializer.clone(), compressor));
        }
    }
    codecs
}
