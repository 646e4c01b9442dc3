//! Whole numbers of any size, between decimal digits and the bytes of a pickle: two's complement, least byte first.

use std::fmt::Write as _;

/// The most decimal digits that are converted, since that takes time in the square of them. Python has the same limit.
pub(super) const MAX_DIGITS: usize = 4300;
/// The bytes that so many digits take.
const MAX_BYTES: usize = 1786;

const CHUNK: u32 = 1_000_000_000;
const CHUNK_DIGITS: usize = 9;

/// Reads the bytes of a number of at most 128 bits.
pub(super) fn to_i128(bytes: &[u8]) -> Option<i128> {
    let filler = if is_negative(bytes) { 0xFF } else { 0 };
    let (low, high) = bytes.split_at(bytes.len().min(16));
    let mut full = [filler; 16];
    full[..low.len()].copy_from_slice(low);
    let number = i128::from_le_bytes(full);
    (high.iter().all(|byte| *byte == filler) && (number < 0) == (filler != 0)).then_some(number)
}

/// Reads the bytes of a number of at most 128 bits that is not negative.
pub(super) fn to_u128(bytes: &[u8]) -> Option<u128> {
    let (low, high) = bytes.split_at(bytes.len().min(16));
    let mut full = [0; 16];
    full[..low.len()].copy_from_slice(low);
    (!is_negative(bytes) && high.iter().all(|byte| *byte == 0)).then_some(u128::from_le_bytes(full))
}

fn is_negative(bytes: &[u8]) -> bool {
    bytes.last().is_some_and(|last| last & 0x80 != 0)
}

/// Returns how many of the bytes are needed; the rest only repeats the sign.
pub(super) fn needed(bytes: &[u8]) -> usize {
    let filler = if is_negative(bytes) { 0xFF } else { 0 };
    let mut len = bytes.len();
    while len > 1 && bytes[len - 1] == filler && (bytes[len - 2] & 0x80 != 0) == (filler != 0) {
        len -= 1;
    }
    len
}

/// Returns the decimal digits; none when they are too many.
pub(super) fn to_digits(bytes: &[u8]) -> Option<String> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let is_negative = is_negative(bytes);
    let mut limbs: Vec<u32> = bytes.chunks(4).map(|chunk| limb(chunk, if is_negative { 0xFF } else { 0 })).collect();
    if is_negative {
        negate(&mut limbs);
    }
    // The least digits come first, nine at a time.
    let mut chunks = Vec::new();
    while limbs.iter().any(|limb| *limb != 0) {
        let mut rest = 0_u64;
        for limb in limbs.iter_mut().rev() {
            let value = (rest << 32) | u64::from(*limb);
            *limb = (value / u64::from(CHUNK)) as u32;
            rest = value % u64::from(CHUNK);
        }
        chunks.push(rest);
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
    }
    let mut digits = String::from(if is_negative { "-" } else { "" });
    let mut chunks = chunks.iter().rev();
    let _ = write!(digits, "{}", chunks.next().copied().unwrap_or(0));
    for chunk in chunks {
        let _ = write!(digits, "{chunk:0CHUNK_DIGITS$}");
    }
    (digits.len() <= MAX_DIGITS + usize::from(is_negative)).then_some(digits)
}

/// Returns the bytes of a number in decimal digits, perhaps after a `-`; none when they are too many.
pub(super) fn from_digits(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.len() > MAX_DIGITS {
        return None;
    }
    let mut limbs: Vec<u32> = Vec::new();
    let (first, rest) = digits.split_at(digits.len() % CHUNK_DIGITS);
    let chunks = rest.as_bytes().chunks(CHUNK_DIGITS);
    for chunk in std::iter::once(first.as_bytes()).chain(chunks) {
        let mut carry = chunk.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        for limb in &mut limbs {
            let value = u64::from(*limb) * u64::from(CHUNK) + carry;
            *limb = value as u32;
            carry = value >> 32;
        }
        if carry != 0 {
            limbs.push(carry as u32);
        }
    }
    // Room for the sign.
    limbs.push(0);
    if text.starts_with('-') {
        negate(&mut limbs);
    }
    let mut bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect();
    bytes.truncate(needed(&bytes));
    Some(bytes)
}

fn limb(chunk: &[u8], filler: u8) -> u32 {
    let mut full = [filler; 4];
    full[..chunk.len()].copy_from_slice(chunk);
    u32::from_le_bytes(full)
}

fn negate(limbs: &mut [u32]) {
    let mut carry = true;
    for limb in limbs {
        (*limb, carry) = (!*limb).overflowing_add(u32::from(carry));
    }
}
