use std::cell::RefCell;
use std::io::{Read, Write};

use brotli::enc::BrotliEncoderParams;
use bzip2::read::{BzDecoder, BzEncoder};
use flate2::{Compress, Decompress, FlushCompress, FlushDecompress, Status};
use liblzma::bufread::{XzDecoder, XzEncoder};
use liblzma::stream::{Check, Stream};
use lz4_flex::frame::{BlockMode, BlockSize, FrameDecoder, FrameEncoder, FrameInfo};
use zstd::bulk;
use zstd::zstd_safe::get_frame_content_size;

use super::MAX_SIZE;

/// A compressor by hand, with the settings that ours has by default.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainCompressor {
    /// What we call ours.
    pub(crate) ours: &'static str,
    /// The crate that is called.
    pub(crate) name: &'static str,
    /// Makes bytes smaller.
    pub(crate) compress: fn(&[u8]) -> Vec<u8>,
    /// Restores them.
    pub(crate) decompress: fn(&[u8]) -> Vec<u8>,
}

const fn row(
    ours: &'static str,
    name: &'static str,
    compress: fn(&[u8]) -> Vec<u8>,
    decompress: fn(&[u8]) -> Vec<u8>,
) -> PlainCompressor {
    PlainCompressor { ours, name, compress, decompress }
}

/// One for each of ours.
pub(crate) const COMPRESSORS: &[PlainCompressor] = &[
    row("zstd", "zstd", zstd_compress, zstd_decompress),
    row("lz4", "lz4_flex", lz4_compress, lz4_decompress),
    row("zlib", "flate2", zlib_compress, zlib_decompress),
    row("gzip", "flate2", gzip_compress, gzip_decompress),
    row("bz2", "bzip2", bz2_compress, |bytes| read_limited(BzDecoder::new(bytes), bytes)),
    row("lzma", "liblzma", lzma_compress, lzma_decompress),
    row("brotli", "brotli", brotli_compress, |bytes| read_limited(brotli::Decompressor::new(bytes, 4096), bytes)),
];

thread_local! {
    static ZSTD_WRITER: RefCell<bulk::Compressor<'static>> = RefCell::new(bulk::Compressor::new(1).unwrap());
    static ZSTD_READER: RefCell<bulk::Decompressor<'static>> = RefCell::new(bulk::Decompressor::new().unwrap());
    static ZLIB_WRITER: RefCell<Compress> = RefCell::new(Compress::new(flate2::Compression::new(6), true));
    static ZLIB_READER: RefCell<Decompress> = RefCell::new(Decompress::new(true));
    static GZIP_WRITER: RefCell<Compress> = RefCell::new(Compress::new_gzip(flate2::Compression::new(9), 15));
}

fn room_for_less(bytes: &[u8]) -> Vec<u8> {
    Vec::with_capacity(bytes.len() / 2 + 128)
}

fn room_for_more(bytes: &[u8]) -> Vec<u8> {
    Vec::with_capacity(bytes.len().saturating_mul(4).clamp(64, MAX_SIZE))
}

fn read_limited(reader: impl Read, input: &[u8]) -> Vec<u8> {
    let mut out = room_for_more(input);
    reader.take(MAX_SIZE as u64 + 1).read_to_end(&mut out).unwrap();
    assert!(out.len() <= MAX_SIZE);
    out
}

fn zstd_compress(bytes: &[u8]) -> Vec<u8> {
    ZSTD_WRITER.with_borrow_mut(|writer| writer.compress(bytes).unwrap())
}

fn zstd_decompress(bytes: &[u8]) -> Vec<u8> {
    let size = get_frame_content_size(bytes).ok().flatten().and_then(|size| usize::try_from(size).ok());
    ZSTD_READER.with_borrow_mut(|reader| reader.decompress(bytes, size.unwrap_or(MAX_SIZE).min(MAX_SIZE)).unwrap())
}

fn lz4_compress(bytes: &[u8]) -> Vec<u8> {
    // A single block has none to refer to.
    let mode = if bytes.len() <= 64 << 10 { BlockMode::Independent } else { BlockMode::Linked };
    let size = Some(bytes.len() as u64);
    let info = FrameInfo::new().block_size(BlockSize::Max64KB).block_mode(mode).content_size(size);
    let mut encoder = FrameEncoder::with_frame_info(info, room_for_less(bytes));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn lz4_decompress(bytes: &[u8]) -> Vec<u8> {
    read_limited(FrameDecoder::new(bytes), bytes)
}

fn zlib_compress(bytes: &[u8]) -> Vec<u8> {
    ZLIB_WRITER.with_borrow_mut(|writer| deflate(writer, bytes))
}

fn gzip_compress(bytes: &[u8]) -> Vec<u8> {
    GZIP_WRITER.with_borrow_mut(|writer| deflate(writer, bytes))
}

fn deflate(writer: &mut Compress, bytes: &[u8]) -> Vec<u8> {
    writer.reset();
    let mut out = room_for_less(bytes);
    loop {
        let rest = &bytes[writer.total_in() as usize..];
        if writer.compress_vec(rest, &mut out, FlushCompress::Finish).unwrap() == Status::StreamEnd {
            return out;
        }
        out.reserve(out.len());
    }
}

fn zlib_decompress(bytes: &[u8]) -> Vec<u8> {
    ZLIB_READER.with_borrow_mut(|reader| {
        reader.reset(true);
        let mut out = room_for_more(bytes);
        loop {
            let rest = &bytes[reader.total_in() as usize..];
            let status = reader.decompress_vec(rest, &mut out, FlushDecompress::Finish).unwrap();
            assert!(out.len() <= MAX_SIZE);
            if status == Status::StreamEnd {
                return out;
            }
            out.reserve(out.len());
        }
    })
}

/// The crate cannot use a reader of gzip twice.
fn gzip_decompress(bytes: &[u8]) -> Vec<u8> {
    read_limited(flate2::bufread::GzDecoder::new(bytes), bytes)
}

fn bz2_compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = room_for_less(bytes);
    BzEncoder::new(bytes, bzip2::Compression::new(9)).read_to_end(&mut out).unwrap();
    out
}

fn lzma_compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = room_for_less(bytes);
    let stream = Stream::new_easy_encoder(4, Check::Crc64).unwrap();
    XzEncoder::new_stream(bytes, stream).read_to_end(&mut out).unwrap();
    out
}

fn lzma_decompress(bytes: &[u8]) -> Vec<u8> {
    read_limited(XzDecoder::new_stream(bytes, Stream::new_auto_decoder(72 << 20, 0).unwrap()), bytes)
}

fn brotli_compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = room_for_less(bytes);
    // Without it the encoder chooses its tables by the first 4 KiB.
    let params =
        BrotliEncoderParams { quality: 5, lgwin: 22, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).unwrap();
    out
}
