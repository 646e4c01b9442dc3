//! Bytes as text, where JSON or a configuration has to hold bytes: base64 with padding, as RFC 4648 has it.

#[cfg(feature = "json")]
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(feature = "json")]
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = ALPHABET[bits >> (18 - 6 * place) & 63];
            text.push(if place <= chunk.len() { digit.into() } else { '=' });
        }
    }
    text
}

/// Answers nothing when it is not base64, or when a text that decodes to the same bytes would have been written.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in digits.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for digit in chunk {
            bits = bits << 6 | value(*digit)?;
        }
        bits <<= 6 * (4 - chunk.len());
        let [_, three @ ..] = bits.to_be_bytes();
        let (kept, left_over) = three.split_at(chunk.len() - 1);
        if left_over.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u32> {
    Some(u32::from(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::{decode, encode};

    #[test]
    fn bytes_become_text_and_back() {
        let cases: [(&[u8], &str); 6] = [
            (b"", ""),
            (b"b", "Yg=="),
            (b"k\xff", "a/8="),
            (b"abc", "YWJj"),
            (b"mutable", "bXV0YWJsZQ=="),
            (b"x\x9c\x03\x00\x00\x00\x00\x01", "eJwDAAAAAAE="),
        ];
        for (bytes, text) in cases {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).expect("base64"), bytes);
        }
    }

    #[test]
    fn every_length_and_byte_comes_back() {
        for length in 0..=256_usize {
            let bytes: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
            assert_eq!(decode(&encode(&bytes)).expect("base64"), bytes);
        }
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["Y", "Yg", "Yg=", "Y===", "====", "Yh==", "YWK=", "YW j", "YWJj\n", "YW-_", "Yg==YWJj", "é==="] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
