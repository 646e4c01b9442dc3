//! What stands before and after the compressed bytes in a gzip file.

use flate2::Crc;

use crate::codec::BoxError;

/// The magic number, and the method that all files have.
pub(in crate::codec) const MARK: &[u8] = &[0x1F, 0x8B, 8];

const HEADER_CHECKSUM: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// Returns the header that Python writes, but with a time of 0 instead of that of the call: equal values have equal
/// bytes, as members of a set must.
pub(super) fn header(level: u32) -> [u8; 10] {
    let effort = match level {
        9 => 2,
        1 => 4,
        _ => 0,
    };
    let unknown_system = 255;
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, effort, unknown_system]
}

pub(super) fn trailer(content: &[u8]) -> [u8; 8] {
    let mut crc = Crc::new();
    crc.update(content);
    // The format keeps the length modulo 2^32.
    let length = content.len() as u32;
    let mut trailer = [0; 8];
    trailer[..4].copy_from_slice(&crc.sum().to_le_bytes());
    trailer[4..].copy_from_slice(&length.to_le_bytes());
    trailer
}

/// Returns what follows the header.
pub(super) fn after_header(bytes: &[u8]) -> Result<&[u8], BoxError> {
    if !bytes.starts_with(MARK) {
        return Err("it does not start as gzip does".into());
    }
    let flags = bytes.get(3).copied().unwrap_or_default();
    if flags & RESERVED != 0 {
        return Err("its header has unknown flags".into());
    }
    let end = "it is cut off in its header";
    let mut rest = bytes.get(10..).ok_or(end)?;
    if flags & EXTRA != 0 {
        let (length, after) = rest.split_first_chunk().ok_or(end)?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..).ok_or(end)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let length = rest.iter().position(|byte| *byte == 0).ok_or(end)?;
            rest = &rest[length + 1..];
        }
    }
    if flags & HEADER_CHECKSUM != 0 {
        rest = rest.get(2..).ok_or(end)?;
    }
    Ok(rest)
}

/// Compares the trailer with the content, and returns what follows it.
pub(super) fn after_trailer<'a>(bytes: &'a [u8], content: &[u8]) -> Result<&'a [u8], BoxError> {
    let (found, rest) = bytes.split_first_chunk::<8>().ok_or("it is cut off in its trailer")?;
    if *found == trailer(content) { Ok(rest) } else { Err("its checksum or length is wrong".into()) }
}
