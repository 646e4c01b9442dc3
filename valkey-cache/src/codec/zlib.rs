use std::ops::RangeInclusive;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

use super::deflate::{Deflate, Format, GZIP_MARK};
use super::within::Within;
use super::{BoxError, Compressor, Recognised};

/// Deflate with the header of zlib; with another one, or none, as `wbits` tells.
#[derive(Deserialize)]
#[serde(from = "Options")]
pub(super) struct Zlib(Deflate);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(default = "default_level")]
    level: Within<0, 9>,
    /// The window as a power of two, and the format: what Python's zlib module calls so.
    #[serde(default = "default_wbits", deserialize_with = "wbits")]
    wbits: (Format, u8),
}

fn default_level() -> Within<0, 9> {
    Within(6)
}

fn default_wbits() -> (Format, u8) {
    (Format::Zlib, 15)
}

fn wbits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(Format, u8), D::Error> {
    const WINDOW: RangeInclusive<i64> = 9..=15;
    let wbits = i64::deserialize(deserializer)?;
    let formats =
        [(Format::Zlib, wbits), (Format::Raw, wbits.saturating_neg()), (Format::Gzip, wbits.saturating_sub(16))];
    let found = formats.into_iter().find(|(_, window)| WINDOW.contains(window));
    found.map(|(format, window)| (format, window as u8)).ok_or_else(|| {
        let expected = "9 to 15 (zlib), -15 to -9 (without a header) or 25 to 31 (gzip)";
        D::Error::invalid_value(Unexpected::Signed(wbits), &expected)
    })
}

impl From<Options> for Zlib {
    fn from(Options { level, wbits: (format, window_bits) }: Options) -> Self {
        Self(Deflate::new(format, level.into(), window_bits))
    }
}

impl Compressor for Zlib {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        self.0.compress(bytes)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        self.0.decompress(bytes, max_size)
    }

    fn recognise(&self, bytes: &[u8]) -> Recognised {
        match self.0.format {
            Format::Gzip => Recognised::by_mark(GZIP_MARK, bytes),
            Format::Raw => Recognised::Perhaps,
            Format::Zlib if is_header(bytes) => Recognised::Yes,
            Format::Zlib => Recognised::No,
        }
    }
}

/// Tells whether bytes start with the two of a header: the method is deflate, the window no larger than 32 KiB, no
/// preset dictionary is asked for, and the sum is right.
fn is_header(bytes: &[u8]) -> bool {
    match bytes {
        [first, second, ..] => {
            let sum = u16::from_be_bytes([*first, *second]);
            first & 0x0F == 8 && first >> 4 <= 7 && second & 0x20 == 0 && sum % 31 == 0
        }
        _ => false,
    }
}
