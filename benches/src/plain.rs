//! The crates that the codecs are built on, as a careful user calls them: contexts are kept where a crate has any, and
//! nothing is decompressed to more than [`MAX_SIZE`].

mod compressors;
pub(crate) use compressors::{COMPRESSORS, PlainCompressor};
mod serializers;
pub(crate) use serializers::{PlainSerializer, SERIALIZERS};

/// What compressed bytes may become.
pub(crate) const MAX_SIZE: usize = 64 << 20;
