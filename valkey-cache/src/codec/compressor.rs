use std::fmt;
use std::sync::Arc;

use super::identity::Identity;
use super::{BoxError, Compressor, CompressorRegistration, PluginConfig, TooLarge};
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
    Identity(Identity),
    #[cfg(feature = "zstd")]
    Zstd(super::zstd::Zstd),
    #[cfg(feature = "lz4")]
    Lz4(super::lz4::Lz4),
    Plugin(&'static str, Arc<dyn Compressor>),
}

type Make = fn(&PluginConfig) -> Result<Inner>;

pub(super) const KIND: Kind<Make> = Kind {
    what: "compressor",
    built_in: &[
        ("identity", |config| Ok(Inner::Identity(config.build("compressor")?))),
        #[cfg(feature = "zstd")]
        ("zstd", |config| Ok(Inner::Zstd(config.build("compressor")?))),
        #[cfg(feature = "lz4")]
        ("lz4", |config| Ok(Inner::Lz4(config.build("compressor")?))),
    ],
    behind_features: &["zstd", "lz4"],
};

/// What stored bytes turn out to be.
pub(super) enum Unpacked {
    /// Not compressed; why, when the compressor was asked.
    AsStored(Option<BoxError>),
    /// Compressed, the mark of the format says so; this is the payload.
    Payload(Vec<u8>),
    /// Compressed, as far as a plugin can tell; this is the payload, if it was.
    Perhaps(Vec<u8>),
}

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
            Found::Plugin(plugin) => Inner::Plugin(plugin.name, (plugin.make)(&config)?),
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
        Self { inner: Inner::Plugin(name, Arc::new(compressor)), ..Self::default() }
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
            Inner::Identity(_) => "identity",
            #[cfg(feature = "zstd")]
            Inner::Zstd(_) => "zstd",
            #[cfg(feature = "lz4")]
            Inner::Lz4(_) => "lz4",
            Inner::Plugin(name, _) => name,
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
        let compressed = match &self.inner {
            Inner::Identity(_) => Ok(bytes.to_vec()),
            #[cfg(feature = "zstd")]
            Inner::Zstd(zstd) => zstd.compress(bytes),
            #[cfg(feature = "lz4")]
            Inner::Lz4(lz4) => lz4.compress(bytes),
            Inner::Plugin(_, plugin) => plugin.compress(bytes),
        };
        compressed.map_err(|reason| {
            let (name, length) = (self.name(), bytes.len());
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
        let is_left_alone = match &self.inner {
            Inner::Identity(_) => true,
            _ => payload.len() <= self.min_length && !self.is_misread(&payload),
        };
        if is_left_alone { Ok(payload) } else { self.compress(&payload) }
    }

    /// Finds out what stored bytes are.
    ///
    /// # Errors
    ///
    /// `Decode` when they decompress to more than they may.
    pub(super) fn unpack(&self, bytes: &[u8]) -> Result<Unpacked> {
        if !self.may_be_compressed(bytes) {
            return Ok(Unpacked::AsStored(None));
        }
        match self.restore(bytes) {
            Ok(payload) if matches!(self.inner, Inner::Plugin(..)) => Ok(Unpacked::Perhaps(payload)),
            Ok(payload) => Ok(Unpacked::Payload(payload)),
            Err(reason) if reason.is::<TooLarge>() => Err(self.decode_error(bytes, &reason)),
            Err(reason) => Ok(Unpacked::AsStored(Some(reason))),
        }
    }

    fn is_misread(&self, payload: &[u8]) -> bool {
        match &self.inner {
            Inner::Plugin(_, plugin) => match plugin.decompress(payload, self.max_decompressed_size) {
                Ok(_) => true,
                Err(reason) => reason.is::<TooLarge>(),
            },
            _ => self.may_be_compressed(payload),
        }
    }

    /// Tells quickly whether it is worth to ask the compressor.
    fn may_be_compressed(&self, bytes: &[u8]) -> bool {
        self.mark().is_some_and(|mark| bytes.starts_with(mark))
    }

    /// Returns what all compressed bytes start with: nothing that is known for plugins, none for identity, which does
    /// not compress.
    fn mark(&self) -> Option<&'static [u8]> {
        match &self.inner {
            Inner::Identity(_) => None,
            #[cfg(feature = "zstd")]
            Inner::Zstd(_) => Some(super::zstd::MAGIC),
            #[cfg(feature = "lz4")]
            Inner::Lz4(_) => Some(super::lz4::MAGIC),
            Inner::Plugin(..) => Some(b""),
        }
    }

    fn restore(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let max_size = self.max_decompressed_size;
        let restored = match &self.inner {
            Inner::Identity(_) => Ok(bytes.to_vec()),
            #[cfg(feature = "zstd")]
            Inner::Zstd(zstd) => zstd.decompress(bytes, max_size),
            #[cfg(feature = "lz4")]
            Inner::Lz4(lz4) => lz4.decompress(bytes, max_size),
            Inner::Plugin(_, plugin) => plugin.decompress(bytes, max_size),
        }?;
        if restored.len() > max_size { Err(TooLarge { max_size }.into()) } else { Ok(restored) }
    }

    fn decode_error(&self, bytes: &[u8], reason: &BoxError) -> Error {
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
            inner: Inner::Identity(Identity::default()),
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
