//! The coder of `zlib` and `gzip`.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::BoxError;
use super::pool::Pool;
use super::stream::{self, Step};

mod gzip;

pub(super) use gzip::MARK as GZIP_MARK;

/// What surrounds the compressed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "zlib"), expect(dead_code, reason = "the compressor gzip has one format"))]
pub(super) enum Format {
    Zlib,
    Gzip,
    Raw,
}

pub(super) struct Deflate {
    pub(super) format: Format,
    level: u32,
    window_bits: u8,
    writers: Pool<Compress>,
    readers: Pool<Decompress>,
}

impl Deflate {
    pub(super) fn new(format: Format, level: u32, window_bits: u8) -> Self {
        Self { format, level, window_bits, writers: Pool::default(), readers: Pool::default() }
    }

    pub(super) fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut out = Vec::with_capacity(most(bytes.len()));
        if self.format != Format::Gzip {
            self.write(bytes, &mut out)?;
            return Ok(out);
        }
        out.extend_from_slice(&gzip::header(self.level));
        self.write(bytes, &mut out)?;
        out.extend_from_slice(&gzip::trailer(bytes));
        Ok(out)
    }

    pub(super) fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        let is_stream = |rest: &[u8]| self.format == Format::Gzip && rest.starts_with(GZIP_MARK);
        stream::members(bytes, stream::room_for(bytes, max_size), is_stream, |bytes, out| {
            if self.format != Format::Gzip {
                return self.read(bytes, out, max_size);
            }
            let start = out.len();
            let rest = self.read(gzip::after_header(bytes)?, out, max_size)?;
            gzip::after_trailer(rest, &out[start..])
        })
    }

    fn write(&self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), BoxError> {
        let mut context = self.writers.take().unwrap_or_else(|| {
            let has_header = self.format == Format::Zlib;
            Compress::new_with_window_bits(Compression::new(self.level), has_header, self.window_bits)
        });
        let rest = stream::run(bytes, out, usize::MAX, |input, out| {
            let before = context.total_in();
            let status = context.compress_vec(input, out, FlushCompress::Finish)?;
            Ok(step(status, context.total_in() - before))
        });
        context.reset();
        self.writers.keep(context);
        rest.map(drop)
    }

    /// Reads any window, whatever that of the writer: it is then not made anew for each stream.
    fn read<'a>(&self, bytes: &'a [u8], out: &mut Vec<u8>, max_size: usize) -> Result<&'a [u8], BoxError> {
        let has_header = self.format == Format::Zlib;
        let mut context = self.readers.take().unwrap_or_else(|| Decompress::new(has_header));
        let rest = stream::run(bytes, out, max_size, |input, out| {
            let before = context.total_in();
            let status = context.decompress_vec(input, out, FlushDecompress::Finish)?;
            Ok(step(status, context.total_in() - before))
        });
        context.reset(has_header);
        self.readers.keep(context);
        rest
    }
}

fn step(status: Status, consumed: u64) -> Step {
    // No more than the length of the input.
    Step { consumed: consumed as usize, is_end: status == Status::StreamEnd }
}

/// Returns about the most that so many bytes can become.
fn most(length: usize) -> usize {
    length + length / 1024 + 64
}
