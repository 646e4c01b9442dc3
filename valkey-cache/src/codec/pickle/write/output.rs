//! Bytes, in frames from protocol 4 on.

use super::Writer;
use crate::codec::pickle::PickleError;
use crate::codec::pickle::opcode;

/// The opcode and a length of eight bytes.
const FRAME_HEADER: usize = 9;
/// A frame is closed at the first boundary of a value after so many bytes; a text or bytes of that length are in none.
const FRAME_TARGET: usize = 64 * 1024;
/// A shorter one goes without its header.
const FRAME_MIN: usize = 4;
/// The place of a frame that is not open, which no length of the output reaches.
pub(super) const NO_FRAME: usize = usize::MAX - FRAME_HEADER - FRAME_TARGET;

impl Writer<'_> {
    /// Closes a frame that is long enough. To be called where a value begins.
    #[inline]
    pub(super) fn boundary(&mut self) {
        if self.out.len() >= self.frame_start + FRAME_HEADER + FRAME_TARGET {
            self.close_frame();
        }
    }

    /// Opens a frame, should there be one and be none.
    #[inline]
    fn open_frame(&mut self) {
        if self.frame_start == NO_FRAME && self.protocol >= 4 {
            self.frame_start = self.out.len();
            self.out.extend_from_slice(&[opcode::FRAME, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
    }

    pub(super) fn close_frame(&mut self) {
        if self.frame_start == NO_FRAME {
            return;
        }
        let content = self.frame_start + FRAME_HEADER;
        let len = self.out.len() - content;
        if len >= FRAME_MIN {
            self.out[self.frame_start + 1..content].copy_from_slice(&(len as u64).to_le_bytes());
        } else {
            self.out.drain(self.frame_start..content);
        }
        self.frame_start = NO_FRAME;
    }

    #[inline]
    pub(super) fn op(&mut self, opcode: u8) {
        self.open_frame();
        self.out.push(opcode);
    }

    #[inline]
    pub(super) fn op_with(&mut self, opcode: u8, argument: &[u8]) {
        self.open_frame();
        self.out.push(opcode);
        self.out.extend_from_slice(argument);
    }

    /// Writes what is told by its length: in one byte, in four, or in eight.
    pub(super) fn counted(&mut self, ops: CountedOps, data: &[u8]) -> Result<(), PickleError> {
        if data.len() >= FRAME_TARGET {
            self.close_frame();
        } else {
            self.open_frame();
        }
        match (ops.short, ops.long) {
            (Some(short), _) if data.len() < 1 << 8 => self.out.extend_from_slice(&[short, data.len() as u8]),
            (_, long) => match (u32::try_from(data.len()), long) {
                (Ok(len), _) => {
                    self.out.push(ops.medium);
                    self.out.extend_from_slice(&len.to_le_bytes());
                }
                (Err(_), Some(long)) => {
                    self.out.push(long);
                    self.out.extend_from_slice(&(data.len() as u64).to_le_bytes());
                }
                (Err(_), None) => {
                    return Err(PickleError::new(format!(
                        "found {} bytes in one piece, expected less than 4 GiB; pickle protocol 4 takes more",
                        data.len()
                    )));
                }
            },
        }
        self.out.extend_from_slice(data);
        Ok(())
    }
}

/// The opcodes for lengths of one, four and eight bytes.
#[derive(Clone, Copy)]
pub(super) struct CountedOps {
    pub(super) short: Option<u8>,
    pub(super) medium: u8,
    pub(super) long: Option<u8>,
}
