//! The envelope around what any serializer but pickle wrote.
//!
//! | bytes | content |
//! |---|---|
//! | 5 | `FF`, then `herd` in ASCII |
//! | 8 | when the value is stale: seconds since 1970, a double of IEEE 754, highest byte first; infinite for never |
//! | rest | the value as it is stored without an envelope: the text of a number, or serialized and compressed |
//!
//! No number, no JSON, no MessagePack, no CBOR and no compressor with a mark of its own begins with `FF`.

use super::Deadline;

const MARK: &[u8; 5] = b"\xFFherd";

/// Puts `bare` into an envelope.
pub(super) fn seal(bare: &[u8], deadline: Deadline) -> Vec<u8> {
    [MARK, &deadline.seconds().to_be_bytes()[..], bare].concat()
}

/// Tells whether there is an envelope around.
pub(in crate::codec) fn is_sealed(stored: &[u8]) -> bool {
    open(stored).is_some()
}

/// Returns what is in the envelope; nothing if there is none around.
pub(super) fn open(stored: &[u8]) -> Option<(Deadline, &[u8])> {
    let (seconds, bare) = stored.strip_prefix(MARK)?.split_first_chunk()?;
    Some((Deadline::Fraction(f64::from_be_bytes(*seconds)), bare))
}
