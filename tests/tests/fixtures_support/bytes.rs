use serde_json::Value;

/// Reads the bytes of a fixture; none where it keeps only their digest.
pub(crate) fn bytes(json: &Value) -> Option<Vec<u8>> {
    let bytes = base64(json["b64"].as_str()?);
    assert_eq!(Some(bytes.len() as u64), json["len"].as_u64(), "{json}");
    Some(bytes)
}

pub(crate) fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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
