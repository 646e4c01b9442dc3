use brotli::enc::StandardAlloc;
use brotli::enc::backward_references::BrotliEncoderMode as Mode;
use brotli::enc::encode::{BrotliEncoderOperation as Operation, BrotliEncoderStateStruct};
use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};
use serde::{Deserialize, Deserializer};

use super::choice::choice;
use super::stream::{self, Step};
use super::within::Within;
use super::{BoxError, Compressor};

/// Streams of Brotli. They carry no mark and no checksum, and the contexts cannot be used a second time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Brotli {
    #[serde(default = "default_level", alias = "quality")]
    level: Within<0, 11>,
    /// The window as a power of two.
    #[serde(default = "default_lgwin")]
    lgwin: Within<10, 24>,
    /// The size of a block of the input as a power of two.
    #[serde(default = "default_lgblock", deserialize_with = "lgblock")]
    lgblock: i32,
    #[serde(default = "default_mode", deserialize_with = "mode")]
    mode: Mode,
}

fn default_level() -> Within<0, 11> {
    Within(5)
}

fn default_lgwin() -> Within<10, 24> {
    Within(22)
}

fn default_lgblock() -> i32 {
    0
}

fn lgblock<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    let lgblock = i64::deserialize(deserializer)?;
    match lgblock {
        0 | 16..=24 => Ok(lgblock as i32),
        _ => {
            let found = serde::de::Unexpected::Signed(lgblock);
            Err(serde::de::Error::invalid_value(found, &"0 (chosen by the quality) or an integer from 16 to 24"))
        }
    }
}

fn default_mode() -> Mode {
    Mode::BROTLI_MODE_GENERIC
}

fn mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mode, D::Error> {
    choice(
        deserializer,
        &[
            ("generic", 0, Mode::BROTLI_MODE_GENERIC),
            ("text", 1, Mode::BROTLI_MODE_TEXT),
            ("font", 2, Mode::BROTLI_MODE_FONT),
        ],
    )
}

impl Compressor for Brotli {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut encoder = BrotliEncoderStateStruct::new(StandardAlloc::default());
        encoder.params.quality = self.level.0;
        encoder.params.lgwin = self.lgwin.0;
        encoder.params.lgblock = self.lgblock;
        encoder.params.mode = self.mode;
        let mut out = Vec::with_capacity(bytes.len() / 2 + 128);
        // Two operations, as Python has them: where blocks end depends on it.
        let mut operation = Operation::BROTLI_OPERATION_PROCESS;
        stream::run(bytes, &mut out, usize::MAX, |input, out| {
            if input.is_empty() {
                operation = Operation::BROTLI_OPERATION_FINISH;
            }
            let (mut available, mut consumed) = (input.len(), 0);
            into_room(out, |room, written| {
                let (mut room_left, mut total) = (room.len(), None);
                let is_fine = encoder.compress_stream(
                    operation,
                    &mut available,
                    input,
                    &mut consumed,
                    &mut room_left,
                    room,
                    written,
                    &mut total,
                    &mut |_, _, _, _| (),
                );
                if is_fine { Ok(()) } else { Err("the encoder failed") }
            })?;
            Ok(Step { consumed, is_end: encoder.is_finished() })
        })?;
        Ok(out)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        let allocators = (StandardAlloc::default(), StandardAlloc::default(), StandardAlloc::default());
        let mut state = BrotliState::new_strict(allocators.0, allocators.1, allocators.2);
        let is_stream = |_: &[u8]| false;
        stream::members(bytes, stream::room_for(bytes, max_size), is_stream, |bytes, out| {
            stream::run(bytes, out, max_size, |input, out| {
                let (mut available, mut consumed) = (input.len(), 0);
                let is_end = into_room(out, |room, written| {
                    let (mut room_left, mut total) = (room.len(), 0);
                    let result = BrotliDecompressStream(
                        &mut available,
                        &mut consumed,
                        input,
                        &mut room_left,
                        written,
                        room,
                        &mut total,
                        &mut state,
                    );
                    match result {
                        BrotliResult::ResultFailure => {
                            Err(format!("it is no stream of Brotli: {:?}", state.error_code))
                        }
                        result => Ok(matches!(result, BrotliResult::ResultSuccess)),
                    }
                })?;
                Ok(Step { consumed, is_end })
            })
        })
    }
}

/// Calls `write` with the room that a buffer has, and keeps as much of it as is said to be written.
fn into_room<T, E>(out: &mut Vec<u8>, write: impl FnOnce(&mut [u8], &mut usize) -> Result<T, E>) -> Result<T, E> {
    let (filled, mut written) = (out.len(), 0);
    out.resize(out.capacity(), 0);
    let result = write(&mut out[filled..], &mut written);
    out.truncate(filled + written);
    result
}
