//! The time in a value that is pickled already: it is the last item of the tuple, so it is replaced where it stands.
//! All else stays as whoever wrote it, also what this crate cannot read.

use super::Deadline;
use crate::codec::AnySerializer;
use crate::codec::number::write_number;
use crate::{Error, ErrorKind, Result};

/// The opcode that names the protocol; the protocols 0 and 1 have none.
const PROTO: u8 = 0x80;
/// The opcode that makes a tuple of the last three values.
const TUPLE3: u8 = 0x87;
/// The opcode that makes a tuple of any length, and the only one before protocol 2.
const TUPLE: u8 = b't';
/// What may follow it: the tuple is memorised, with a number of up to ten digits, and the pickle ends.
const LONGEST_END: usize = 13;
const FRAME: u8 = 0x95;

/// Puts another time into the pickle of a packed value.
///
/// # Errors
///
/// `Unsupported`, if it does not end in the way of Python's picklers.
pub(super) fn redate(pickle: &mut Vec<u8>, serializer: &AnySerializer, from: Deadline, to: Deadline) -> Result<()> {
    let tuple = if pickle.first() == Some(&PROTO) { TUPLE3 } else { TUPLE };
    let spellings = [[number(serializer, from)?, number(serializer, to)?], [line(from), line(to)]];
    let mut spellings = spellings.map(|times| times.map(|time| [time, vec![tuple]].concat())).into_iter();
    let found = spellings.find_map(|[from, to]| {
        let tail = pickle.len().saturating_sub(from.len() + LONGEST_END);
        let place = pickle[tail..].windows(from.len()).rposition(|window| window == from)?;
        Some((tail + place, from, to))
    });
    let (place, from, to) = found.ok_or_else(unknown)?;
    if from.len() != to.len()
        && let Some((at, length)) = last_frame(pickle)?
    {
        // The number is within that frame, or else the pickle is none of Python's.
        let others = place.checked_sub(at + 8).and(length.checked_sub(from.len() as u64)).ok_or_else(unknown)?;
        pickle[at..at + 8].copy_from_slice(&(others + to.len() as u64).to_le_bytes());
    }
    pickle.splice(place..place + from.len(), to);
    Ok(())
}

/// Returns the opcodes of a number, of a pickle of its own: after the protocol and the frame, before the end.
fn number(serializer: &AnySerializer, number: Deadline) -> Result<Vec<u8>> {
    let mut pickle = serializer.serialize(&number)?;
    pickle.pop();
    pickle.drain(..if pickle.get(2) == Some(&FRAME) { 11 } else { 2 });
    Ok(pickle)
}

/// Returns a number as protocol 0 has it, and protocol 1 if it has more than 32 bits: a line of text.
fn line(number: Deadline) -> Vec<u8> {
    let mut text = Vec::new();
    write_number(&number, &mut text);
    let (opcode, end) = match number {
        Deadline::Whole(seconds) if i32::try_from(seconds).is_ok() => (b"I", &b"\n"[..]),
        Deadline::Whole(_) => (b"L", &b"L\n"[..]),
        Deadline::Fraction(_) => (b"F", &b"\n"[..]),
    };
    [opcode, &text[..], end].concat()
}

/// Returns where the length of the frame stands that reaches to the end, and that length; nothing if there are no frames.
///
/// # Errors
///
/// `Unsupported`, if the pickle does not consist of frames, and of what picklers write between them.
fn last_frame(pickle: &[u8]) -> Result<Option<(usize, u64)>> {
    if !matches!(pickle, [PROTO, protocol, ..] if *protocol >= 4) {
        return Ok(None);
    }
    let mut at = 2;
    while let Some((opcode, argument)) = pickle.get(at..).and_then(<[u8]>::split_first) {
        let (width, length) = match *opcode {
            // Long texts and bytes.
            FRAME | 0x8d | 0x8e | 0x96 => (8, argument.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))),
            b'X' | b'B' => (4, argument.first_chunk().map(|bytes| u32::from_le_bytes(*bytes).into())),
            // A frame of up to three bytes goes without its header.
            0x8c | b'C' => (1, argument.first().copied().map(u64::from)),
            b'K' | b'h' | b'q' => (0, Some(1)),
            b'M' => (0, Some(2)),
            _ => (0, Some(0)),
        };
        let end = length.and_then(|length| usize::try_from(length).ok()?.checked_add(at + 1 + width));
        let (Some(length), Some(end)) = (length, end) else { break };
        if *opcode == FRAME && end == pickle.len() {
            return Ok(Some((at + 1, length)));
        }
        at = end;
    }
    Err(unknown())
}

pub(super) fn unknown() -> Error {
    let message = "the pickle does not end in the way of Python's picklers, so the time in it cannot be moved; store the \
                   value again";
    Error::new(ErrorKind::Unsupported, message)
}
