use std::io::{self, BufRead, Read, Write};

use lz4_flex::frame::{BlockMode, BlockSize, FrameDecoder, FrameEncoder, FrameInfo};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer};

use super::choice::choice;
use super::{BoxError, Compressor, Recognised, TooLarge};

/// What every frame starts with.
const MAGIC: &[u8] = &[0x04, 0x22, 0x4D, 0x18];

/// LZ4 frames.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lz4 {
    /// Is checked and has no effect.
    #[serde(default, rename = "level", deserialize_with = "level")]
    _level: (),
    #[serde(default = "default_block_size", deserialize_with = "block_size")]
    block_size: BlockSize,
    /// Lets blocks refer to those before them.
    #[serde(default = "yes")]
    block_linked: bool,
    /// Appends a checksum of the content to the frame.
    #[serde(default)]
    content_checksum: bool,
    /// Writes the length of the content into the header.
    #[serde(default = "yes")]
    store_size: bool,
}

fn yes() -> bool {
    true
}

fn default_block_size() -> BlockSize {
    BlockSize::Max64KB
}

fn block_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BlockSize, D::Error> {
    choice(
        deserializer,
        &[
            ("default", 0, BlockSize::Max64KB),
            ("64KB", 4, BlockSize::Max64KB),
            ("256KB", 5, BlockSize::Max256KB),
            ("1MB", 6, BlockSize::Max1MB),
            ("4MB", 7, BlockSize::Max4MB),
        ],
    )
}

fn level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let level = i64::deserialize(deserializer)?;
    // To the library that Python uses they are one and the same.
    if (0..=2).contains(&level) {
        return Ok(());
    }
    let expected = "0, 1 or 2, which mean the fast compressor: there is no other here, though what other levels wrote is \
                    read; for a smaller result take zstd";
    Err(D::Error::invalid_value(Unexpected::Signed(level), &expected))
}

impl Compressor for Lz4 {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        // 16 bits for the smallest, which is the 4th, and two more for each of those after it.
        let block_size = 1 << (8 + 2 * self.block_size as u8);
        // As the C library does; it needs less memory.
        let is_one_block = bytes.len() <= block_size;
        let info = FrameInfo::new()
            .block_size(self.block_size)
            .block_mode(if self.block_linked && !is_one_block { BlockMode::Linked } else { BlockMode::Independent })
            .content_checksum(self.content_checksum)
            .content_size(self.store_size.then_some(bytes.len() as u64));
        let mut encoder = FrameEncoder::with_frame_info(info, Vec::with_capacity(bytes.len() / 2 + 64));
        encoder.write_all(bytes)?;
        Ok(encoder.finish()?)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        let mut decoder = FrameDecoder::new(Source { bytes, is_starved: false });
        let mut out = Vec::with_capacity(bytes.len().saturating_mul(4).min(max_size));
        loop {
            let block = decoder.fill_buf()?;
            if block.is_empty() {
                break;
            }
            if block.len() > max_size - out.len() {
                return Err(TooLarge { max_size }.into());
            }
            out.extend_from_slice(block);
            let length = block.len();
            decoder.consume(length);
        }
        match decoder.get_ref() {
            Source { is_starved: true, .. } => Err("the frame is cut off".into()),
            Source { bytes: [], .. } => Ok(out),
            Source { .. } => Err("there are bytes left over after the frame".into()),
        }
    }

    fn recognise(&self, bytes: &[u8]) -> Recognised {
        Recognised::by_mark(MAGIC, bytes)
    }
}

/// The stored bytes, and whether the decoder asked for more than there are: it takes a frame that ends between two
/// blocks for complete.
struct Source<'a> {
    bytes: &'a [u8],
    is_starved: bool,
}

impl Read for Source<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.is_starved |= self.bytes.is_empty() && !out.is_empty();
        self.bytes.read(out)
    }
}
