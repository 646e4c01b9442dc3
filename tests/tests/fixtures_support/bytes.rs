use serde_json::Value;
use sha2::{Digest, Sha256};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Reads the bytes of a fixture; none where it keeps only their digest.
pub(crate) fn bytes(json: &Value) -> Option<Vec<u8>> {
    let bytes = match json["hex"].as_str() {
        Some(digits) => hexadecimal(digits),
        None => base64(json["b64"].as_str()?),
    };
    assert_eq!(Some(bytes.len() as u64), json["len"].as_u64(), "{json}");
    Some(bytes)
}

pub(crate) fn base64(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for character in text.bytes().filter(|character| *character != b'=') {
        let digit = DIGITS.iter().position(|digit| *digit == character).expect("a fixture has standard Base64");
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            text.push(if at <= group.len() { char::from(DIGITS[bits >> (18 - 6 * at) & 63]) } else { '=' });
        }
    }
    text
}

/// Reads pairs of hexadecimal digits.
pub(super) fn hexadecimal(digits: &str) -> Vec<u8> {
    let pair = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("a fixture has pairs of hexadecimal digits");
    (0..digits.len()).step_by(2).map(pair).collect()
}

/// Returns the SHA-256 in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
