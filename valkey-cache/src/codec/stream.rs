//! What coders have in common that take bytes in and give bytes out, step by step.

use super::{BoxError, TooLarge};

/// What a coder did with the bytes that it was given.
pub(super) struct Step {
    /// How many of them it took.
    pub(super) consumed: usize,
    /// Whether its stream is complete.
    pub(super) is_end: bool,
}

/// Runs a coder until its stream is complete, and returns the bytes that are left over. `step` appends to the room that
/// the output has; there is more room for the next step.
pub(super) fn run<'a>(
    mut input: &'a [u8],
    out: &mut Vec<u8>,
    max_size: usize,
    mut step: impl FnMut(&[u8], &mut Vec<u8>) -> Result<Step, BoxError>,
) -> Result<&'a [u8], BoxError> {
    loop {
        let filled = out.len();
        let Step { consumed, is_end } = step(input, out)?;
        input = &input[consumed..];
        if out.len() > max_size {
            return Err(TooLarge { max_size }.into());
        }
        if is_end {
            return Ok(input);
        }
        if out.len() == out.capacity() {
            // One byte more than the limit shows that there is more.
            let most = (max_size - out.len()).saturating_add(1);
            out.reserve_exact(out.len().max(1024).min(most));
        } else if consumed == 0 && out.len() == filled {
            return Err("it is cut off".into());
        }
    }
}

/// Restores streams that follow each other, as Python reads them. `restore` appends what one of them holds and returns
/// the bytes after it.
pub(super) fn members<'a>(
    mut bytes: &'a [u8],
    mut out: Vec<u8>,
    is_stream: impl Fn(&[u8]) -> bool,
    mut restore: impl FnMut(&'a [u8], &mut Vec<u8>) -> Result<&'a [u8], BoxError>,
) -> Result<Vec<u8>, BoxError> {
    loop {
        bytes = restore(bytes, &mut out)?;
        if bytes.is_empty() {
            return Ok(out);
        }
        if !is_stream(bytes) {
            return Err(format!("{} bytes are left over after its end", bytes.len()).into());
        }
    }
}

/// Returns a buffer for what is restored from `bytes`: four times as much, and never more than the limit.
pub(super) fn room_for(bytes: &[u8], max_size: usize) -> Vec<u8> {
    Vec::with_capacity(bytes.len().saturating_mul(4).max(64).min(max_size.saturating_add(1)))
}
