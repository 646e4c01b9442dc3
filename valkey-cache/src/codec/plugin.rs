//! What a plugin implements.

use std::error::Error as StdError;
use std::fmt;
use std::io::Read;

/// Any error; `?` makes it from the error of any crate, and from a text.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Turns values into bytes and back.
///
/// The plugin's type is what serde builds from the options in the configuration. A complete plugin:
///
/// ```
/// use valkey_cache::codec::{BoxError, Serializer, Slot, erased_serde};
/// use valkey_cache::serializer;
///
/// #[derive(serde::Deserialize)]
/// struct PrettyJson {}
///
/// #[serializer(name = "pretty-json")]
/// impl Serializer for PrettyJson {
///     fn serialize(&self, value: &dyn erased_serde::Serialize, out: &mut Vec<u8>) -> Result<(), BoxError> {
///         Ok(serde_json::to_writer_pretty(out, value)?)
///     }
///
///     fn deserialize(&self, bytes: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
///         let mut deserializer = serde_json::Deserializer::from_slice(bytes);
///         slot.fill(&mut deserializer)?;
///         Ok(deserializer.end()?)
///     }
/// }
///
/// # use valkey_cache::codec::{AnyCompressor, AnySerializer, decode, encode};
/// # fn main() -> Result<(), valkey_cache::Error> {
/// let serializer = AnySerializer::named("pretty-json")?;
/// let bytes = encode(&["a"], &serializer, &AnyCompressor::default())?;
/// assert_eq!(bytes, b"[\n  \"a\"\n]");
/// assert_eq!(decode::<Vec<String>>(&bytes, &serializer, &AnyCompressor::default())?, ["a"]);
/// # Ok(())
/// # }
/// ```
pub trait Serializer: Send + Sync + 'static {
    /// Appends `value` to `out`.
    ///
    /// `value` implements [`serde::Serialize`], so it can be handed to whatever takes that.
    ///
    /// # Errors
    ///
    /// When the format has no way to write the value.
    fn serialize(&self, value: &dyn erased_serde::Serialize, out: &mut Vec<u8>) -> Result<(), BoxError>;

    /// Reads the value that `bytes` hold into `slot`.
    ///
    /// # Errors
    ///
    /// When `bytes` are not of this format, and when bytes are left over after the value.
    fn deserialize(&self, bytes: &[u8], slot: Slot<'_>) -> Result<(), BoxError>;

    /// Tells whether [`deserialize`](Self::deserialize) fails on whatever another format wrote; no by default.
    ///
    /// Only then can the serializer stand beside others, as one of the fallbacks of a cache or with fallbacks of its own.
    fn refuses_other_formats(&self) -> bool {
        false
    }
}

/// Where a [`Serializer`] puts the value that it reads.
#[must_use = "the value is read by `fill`"]
pub struct Slot<'a> {
    read: &'a mut ReadInto<'a>,
}

/// Reads a value of the type that the slot waits for.
type ReadInto<'a> =
    dyn for<'de> FnMut(&mut dyn erased_serde::Deserializer<'de>) -> Result<(), erased_serde::Error> + 'a;

impl<'a> Slot<'a> {
    pub(super) fn new(read: &'a mut ReadInto<'a>) -> Self {
        Self { read }
    }

    /// Reads the value from `deserializer`.
    ///
    /// # Errors
    ///
    /// When the deserializer fails, or holds something else than the type that was asked for.
    pub fn fill<'de>(self, deserializer: impl serde::Deserializer<'de>) -> Result<(), erased_serde::Error> {
        (self.read)(&mut <dyn erased_serde::Deserializer<'_>>::erase(deserializer))
    }
}

impl fmt::Debug for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}

/// Makes bytes smaller and restores them.
///
/// The plugin's type is what serde builds from the options in the configuration; `min_length` is not among them, the
/// codec takes it out. A complete plugin:
///
/// ```
/// use valkey_cache::codec::{BoxError, Compressor, TooLarge};
/// use valkey_cache::compressor;
///
/// #[derive(serde::Deserialize)]
/// struct Marked {
///     #[serde(default)]
///     mark: u8,
/// }
///
/// #[compressor(name = "marked")]
/// impl Compressor for Marked {
///     fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
///         Ok([&[self.mark], bytes].concat())
///     }
///
///     fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
///         let bytes = bytes.strip_prefix(&[self.mark]).ok_or("not marked")?;
///         if bytes.len() > max_size { Err(TooLarge { max_size }.into()) } else { Ok(bytes.to_vec()) }
///     }
/// }
///
/// # use valkey_cache::codec::{AnyCompressor, PluginConfig};
/// let compressor = AnyCompressor::from_config(&PluginConfig::new("marked").option("mark", 7))?;
/// assert_eq!(compressor.compress(b"abc")?, b"\x07abc");
/// # Ok::<_, valkey_cache::Error>(())
/// ```
pub trait Compressor: Send + Sync + 'static {
    /// Returns the compressed form of `bytes`.
    ///
    /// # Errors
    ///
    /// When the compressor fails; the value is then not stored.
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError>;

    /// Returns what was compressed to `bytes`.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] when that is longer than `max_size` bytes, and any other error when `bytes` are not what
    /// [`compress`](Self::compress) writes: they are then read as they are. A format without a mark of its own reads
    /// everything; its payloads are compressed whatever their length, so that none is misread.
    /// [`read_limited`] serves whoever has a [`Read`].
    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError>;

    /// Tells, without decompressing them, whether `bytes` are what [`compress`](Self::compress) writes.
    ///
    /// A format whose every output starts with a mark saves its readers a futile attempt, and its errors a second guess.
    fn recognise(&self, bytes: &[u8]) -> Recognised {
        let _ = bytes;
        Recognised::Perhaps
    }
}

/// What a [`Compressor`] can tell of bytes at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// They are not in its format: they are read as they are.
    No,
    /// They may be: they are read as they are when they cannot be decompressed within the limit, or hold no value once
    /// they are.
    Perhaps,
    /// They carry the mark of its format: they are read as they are only when they cannot be decompressed.
    Yes,
}

impl Recognised {
    /// Returns `Yes` for bytes that start with the mark that all output of a format starts with, or else `No`.
    pub fn by_mark(mark: &[u8], bytes: &[u8]) -> Self {
        if bytes.starts_with(mark) { Self::Yes } else { Self::No }
    }
}

/// The error of a [`Compressor`] whose output would be longer than it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The limit that was exceeded, in bytes.
    pub max_size: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "decompressed, it is longer than the {} bytes of `max_decompressed_size`", self.max_size)
    }
}

impl StdError for TooLarge {}

/// Reads all of `reader`, which must not hold more than `max_size` bytes.
///
/// # Errors
///
/// [`TooLarge`] when there is more, or the error of the reader.
///
/// ```
/// use valkey_cache::codec::{TooLarge, read_limited};
///
/// assert_eq!(read_limited(&b"abc"[..], 3).unwrap(), b"abc");
/// assert!(read_limited(&b"abcd"[..], 3).unwrap_err().is::<TooLarge>());
/// ```
pub fn read_limited(reader: impl Read, max_size: usize) -> Result<Vec<u8>, BoxError> {
    let mut bytes = Vec::new();
    reader.take((max_size as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > max_size { Err(TooLarge { max_size }.into()) } else { Ok(bytes) }
}
