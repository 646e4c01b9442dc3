use std::io::{self, BufRead, Read, Write};

use lz4_flex::frame::{BlockMode, BlockSize, FrameDecoder, FrameEncoder, FrameInfo};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{BoxError, Compressor, OptionValue, Recognised, TooLarge};

/// What every frame starts with.
const MAGIC: &[u8] = &[0x04, 0x22, 0x4D, 0x18];

/// LZ4 frames.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lz4 {
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

/// Reads a size, or the number that stands for it in the header of a frame.
fn block_size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BlockSize, D::Error> {
    let value = OptionValue::deserialize(deserializer)?;
    let size = match &value {
        OptionValue::Integer(number) => match number {
            0 | 4 => Some(BlockSize::Max64KB),
            5 => Some(BlockSize::Max256KB),
            6 => Some(BlockSize::Max1MB),
            7 => Some(BlockSize::Max4MB),
            _ => None,
        },
        OptionValue::String(name) => match name.as_str() {
            "64KB" => Some(BlockSize::Max64KB),
            "256KB" => Some(BlockSize::Max256KB),
            "1MB" => Some(BlockSize::Max1MB),
            "4MB" => Some(BlockSize::Max4MB),
            _ => None,
        },
        _ => None,
    };
    size.ok_or_else(|| {
        D::Error::custom("expected \"64KB\", \"256KB\", \"1MB\" or \"4MB\", or the numbers 4 to 7 that stand for them")
    })
}

impl Compressor for Lz4 {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let info = FrameInfo::new()
            .block_size(self.block_size)
            .block_mode(if self.block_linked { BlockMode::Linked } else { BlockMode::Independent })
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
