use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use super::{BoxError, Compressor, CompressorRegistration, PluginConfig, Recognised, TooLarge};
use crate::registry::{Found, Kind};
use crate::{Error, ErrorKind, Result};

/// The length in bytes up to which a payload is left alone, unless the configuration says otherwise.
pub const DEFAULT_MIN_LENGTH: usize = 15;

/// The length in bytes that a payload may have once decompressed, unless the configuration says otherwise: 64 MiB.
pub const DEFAULT_MAX_DECOMPRESSED_SIZE: usize = 64 << 20;

/// A built-in compressor or one of a plugin, with the limits that surround it.
///
/// Clones share the plugin. The default is `"identity"`, which leaves all bytes as they are.
#[derive(Clone)]
pub struct AnyCompressor {
    inner: Inner,
    min_length: usize,
    max_decompressed_size: usize,
}

#[derive(Clone)]
pub(super) enum Inner {
    /// Leaves bytes as they are.
    Identity,
    Compressor(&'static str, Arc<dyn Compressor>),
}

macro_rules! built_in {
    ($($feature:literal $name:literal => $compressor:ty,)*) => {
        pub(super) const KIND: Kind<fn(&PluginConfig) -> Result<Inner>> = Kind {
            what: "compressor",
            built_in: &[
                ("identity", |config| config.build("compressor").map(|NoOptions {}| Inner::Identity)),
                $(
                    #[cfg(feature = $feature)]
                    ($name, |config| {
                        Ok(Inner::Compressor($name, Arc::new(config.build::<$compressor>("compressor")?)))
                    }),
                )*
            ],
            behind_features: &[$(($name, $feature)),*],
            aliases: super::aliases::COMPRESSORS,
        };
    };
}

// Cargo feature, name in configurations, compressor.
built_in! {
    "zstd" "zstd" => super::zstd::Zstd,
    "lz4" "lz4" => super::lz4::Lz4,
    "zlib" "zlib" => super::zlib::Zlib,
    "gzip" "gzip" => super::gzip::Gzip,
    "bz2" "bz2" => super::bz2::Bz2,
    "lzma" "lzma" => super::lzma::Lzma,
    "brotli" "brotli" => super::brotli::Brotli,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoOptions {}

impl AnyCompressor {
    /// Builds the compressor that a configuration names.
    ///
    /// The option `min_length` is taken by every compressor: a payload is compressed when it is longer.
    ///
    /// # Errors
    ///
    /// [`Config`](ErrorKind::Config) when the name is unknown or registered twice, or when an option is wrong.
    pub fn from_config(config: &PluginConfig) -> Result<Self> {
        let mut config = config.clone();
        let min_length = config.take(KIND.what, "min_length")?.unwrap_or(DEFAULT_MIN_LENGTH);
        let inner = match KIND.find(inventory::iter::<CompressorRegistration>, config.name())? {
            Found::BuiltIn(make) => make(&config)?,
            Found::Plugin(plugin) => Inner::Compressor(plugin.name, (plugin.make)(&config)?),
        };
        Ok(Self { inner, min_length, max_decompressed_size: DEFAULT_MAX_DECOMPRESSED_SIZE })
    }

    /// Builds the compressor of that name, with its default options.
    ///
    /// # Errors
    ///
    /// As [`from_config`](Self::from_config).
    pub fn named(name: &str) -> Result<Self> {
        Self::from_config(&PluginConfig::new(name))
    }

    /// Wraps a compressor that is not registered; `name` is what errors call it.
    pub fn new(name: &'static str, compressor: impl Compressor) -> Self {
        Self { inner: Inner::Compressor(name, Arc::new(compressor)), ..Self::default() }
    }

    /// Sets the length in bytes up to which a payload is left alone.
    #[must_use]
    pub fn with_min_length(self, min_length: usize) -> Self {
        Self { min_length, ..self }
    }

    /// Sets the length in bytes that a payload may have once decompressed. Longer ones are errors: a few stored bytes
    /// cannot make the reader run out of memory.
    #[must_use]
    pub fn with_max_decompressed_size(self, max_decompressed_size: usize) -> Self {
        Self { max_decompressed_size, ..self }
    }

    /// Returns the name.
    pub fn name(&self) -> &'static str {
        match &self.inner {
            Inner::Identity => "identity",
            Inner::Compressor(name, _) => name,
        }
    }

    /// Returns the length in bytes up to which a payload is left alone.
    pub fn min_length(&self) -> usize {
        self.min_length
    }

    /// Returns the length in bytes that a payload may have once decompressed.
    pub fn max_decompressed_size(&self) -> usize {
        self.max_decompressed_size
    }

    /// Returns the compressed form of `bytes`, whatever their length.
    ///
    /// # Errors
    ///
    /// [`Encode`](ErrorKind::Encode) when the compressor fails.
    pub fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let Inner::Compressor(name, compressor) = &self.inner else { return Ok(bytes.to_vec()) };
        compressor.compress(bytes).map_err(|reason| {
            let length = bytes.len();
            Error::new(ErrorKind::Encode, format!("compressor '{name}' cannot compress {length} bytes: {reason}"))
        })
    }

    /// Restores what was compressed to `bytes`.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) when `bytes` are not in this compressor's format, or when there is more than
    /// [`max_decompressed_size`](Self::max_decompressed_size).
    pub fn decompress(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        self.restore(bytes).map_err(|reason| self.decode_error(bytes, &reason))
    }

    /// Makes the bytes to be stored: compressed when they are longer than `min_length`, and also when they would be
    /// taken for compressed bytes when they are read.
    pub(super) fn pack(&self, payload: Vec<u8>) -> Result<Vec<u8>> {
        let is_compressed = !self.is_identity() && (payload.len() > self.min_length || self.claims(&payload));
        if is_compressed { self.compress(&payload) } else { Ok(payload) }
    }

    pub(super) fn is_identity(&self) -> bool {
        matches!(self.inner, Inner::Identity)
    }

    /// Tells whether `bytes` would be read as what this compressor wrote.
    fn claims(&self, bytes: &[u8]) -> bool {
        match self.recognise(bytes) {
            Recognised::No => false,
            Recognised::Yes => true,
            Recognised::Perhaps => self.would_restore(bytes),
        }
    }

    /// Tells whether `bytes` can be decompressed, to however much.
    pub(super) fn would_restore(&self, bytes: &[u8]) -> bool {
        self.restore(bytes).map_or_else(|reason| reason.is::<TooLarge>(), |_| true)
    }

    /// Tells at a glance whether `bytes` are what this compressor writes.
    pub(super) fn recognise(&self, bytes: &[u8]) -> Recognised {
        match &self.inner {
            Inner::Identity => Recognised::No,
            Inner::Compressor(_, compressor) => compressor.recognise(bytes),
        }
    }

    /// Tells whether all that this compressor writes carries a mark.
    pub(super) fn has_mark(&self) -> bool {
        self.compress(b"").is_ok_and(|bytes| self.recognise(&bytes) == Recognised::Yes)
    }

    /// Restores what was compressed to `bytes`; the error is the bare reason.
    pub(super) fn restore(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let max_size = self.max_decompressed_size;
        let restored = match &self.inner {
            Inner::Identity => bytes.to_vec(),
            Inner::Compressor(_, compressor) => compressor.decompress(bytes, max_size)?,
        };
        if restored.len() > max_size { Err(TooLarge { max_size }.into()) } else { Ok(restored) }
    }

    /// Says that restoring failed for this reason.
    pub(super) fn decode_error(&self, bytes: &[u8], reason: &BoxError) -> Error {
        let (name, length) = (self.name(), bytes.len());
        Error::new(
            ErrorKind::Decode,
            format!("compressor '{name}' cannot decompress the {length} stored bytes: {reason}"),
        )
    }
}

impl Default for AnyCompressor {
    fn default() -> Self {
        Self {
            inner: Inner::Identity,
            min_length: DEFAULT_MIN_LENGTH,
            max_decompressed_size: DEFAULT_MAX_DECOMPRESSED_SIZE,
        }
    }
}

impl fmt::Debug for AnyCompressor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyCompressor")
            .field("name", &self.name())
            .field("min_length", &self.min_length)
            .field("max_decompressed_size", &self.max_decompressed_size)
            .finish()
    }
}
