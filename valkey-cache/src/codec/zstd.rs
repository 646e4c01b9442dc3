use std::cell::RefCell;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use zstd::zstd_safe::{
    CCtx, CParameter, DCtx, DParameter, ErrorCode, InBuffer, OutBuffer, ResetDirective, compress_bound, get_error_name,
    get_frame_content_size,
};

use super::{BoxError, Compressor, Recognised, TooLarge};

/// What every frame starts with.
const MAGIC: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];
/// The default of `window_log_max`: 8 MiB, all that levels up to 19 ask for.
const WINDOW_LOG_MAX: u32 = 23;
/// A context that has grown beyond this many bytes is given back after use, so that one large value does not bind
/// memory in every thread.
const KEPT_CONTEXT: usize = 8 << 20;

/// Zstandard frames.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Zstd {
    #[serde(default = "default_level", deserialize_with = "level")]
    level: i32,
    /// Appends a checksum of the content to the frame.
    #[serde(default)]
    checksum_flag: bool,
    /// The largest window, as a power of two, that a frame may ask the reader to allocate.
    #[serde(default = "default_window_log_max", deserialize_with = "window_log_max")]
    window_log_max: u32,
}

fn default_level() -> i32 {
    zstd::DEFAULT_COMPRESSION_LEVEL
}

fn default_window_log_max() -> u32 {
    WINDOW_LOG_MAX
}

fn level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    let level = i32::deserialize(deserializer)?;
    let range = zstd::compression_level_range();
    if range.contains(&level) {
        Ok(level)
    } else {
        let (min, max) = (range.start(), range.end());
        Err(D::Error::custom(format_args!("found {level}, expected a level from {min} to {max}")))
    }
}

fn window_log_max<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let log = u32::deserialize(deserializer)?;
    if (10..=30).contains(&log) {
        Ok(log)
    } else {
        Err(D::Error::custom(format_args!("found {log}, expected a power of two from 10 (1 KiB) to 30 (1 GiB)")))
    }
}

thread_local! {
    static WRITER: RefCell<Option<CCtx<'static>>> = const { RefCell::new(None) };
    static READER: RefCell<Option<DCtx<'static>>> = const { RefCell::new(None) };
}

impl Compressor for Zstd {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut out = Vec::with_capacity(compress_bound(bytes.len()));
        WRITER.with_borrow_mut(|kept| {
            let context = kept.get_or_insert_default();
            let result = self.compress_with(context, bytes, &mut out);
            if context.sizeof() > KEPT_CONTEXT {
                *kept = None;
            }
            result
        })?;
        Ok(out)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        READER.with_borrow_mut(|kept| {
            let context = kept.get_or_insert_default();
            let result = self.decompress_with(context, bytes, max_size);
            if context.sizeof() > KEPT_CONTEXT {
                *kept = None;
            }
            result
        })
    }

    fn recognise(&self, bytes: &[u8]) -> Recognised {
        Recognised::by_mark(MAGIC, bytes)
    }
}

impl Zstd {
    fn compress_with(&self, context: &mut CCtx<'_>, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), BoxError> {
        context.reset(ResetDirective::SessionAndParameters).map_err(named)?;
        context.set_parameter(CParameter::CompressionLevel(self.level)).map_err(named)?;
        context.set_parameter(CParameter::ChecksumFlag(self.checksum_flag)).map_err(named)?;
        if self.level > 19 {
            // Those levels would take a larger window, for which readers have to be configured.
            context.set_parameter(CParameter::WindowLog(WINDOW_LOG_MAX)).map_err(named)?;
        }
        context.compress2(out, bytes).map_err(named)?;
        Ok(())
    }

    fn decompress_with(&self, context: &mut DCtx<'_>, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        context.reset(ResetDirective::SessionOnly).map_err(named)?;
        context.set_parameter(DParameter::WindowLogMax(self.window_log_max)).map_err(named)?;
        let mut out = Vec::with_capacity(first_capacity(bytes, max_size));
        let mut input = InBuffer::around(bytes);
        loop {
            let filled = out.len();
            let left = context.decompress_stream(&mut OutBuffer::around_pos(&mut out, filled), &mut input);
            let left = left.map_err(named)?;
            if out.len() > max_size {
                return Err(TooLarge { max_size }.into());
            }
            if left == 0 {
                break;
            }
            if out.len() < out.capacity() {
                return Err("the frame is cut off".into());
            }
            // One byte more than the limit shows that there is more.
            let more = out.len().max(1024).min(max_size - out.len() + 1);
            out.reserve_exact(more);
        }
        if input.pos() < bytes.len() { Err("there are bytes left over after the frame".into()) } else { Ok(out) }
    }
}

/// Returns how much to allocate at first. The size in the header is believed as far as the length of the input makes
/// it likely; with all of it at hand, the content is written in one go.
fn first_capacity(bytes: &[u8], max_size: usize) -> usize {
    let likely = bytes.len().saturating_mul(32).saturating_add(1024);
    let claimed = get_frame_content_size(bytes).ok().flatten().and_then(|size| usize::try_from(size).ok());
    claimed.unwrap_or(bytes.len().saturating_mul(4)).min(likely).min(max_size.saturating_add(1))
}

fn named(code: ErrorCode) -> BoxError {
    get_error_name(code).into()
}
