//! 64-bit integers and floats, from text and to text.

/// Reads an integer: digits with an optional minus, nothing before or after, no needless zero.
pub(in super::super) fn integer(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    match digits {
        b"0" if digits.len() == text.len() => return Some(0),
        [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {}
        _ => return None,
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Reads a float in decimal or as `inf`. Not a number, and a number too large or too small for a float, are refused.
pub(in super::super) fn float(text: &[u8]) -> Option<f64> {
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let has_digits = text.iter().any(u8::is_ascii_digit);
    let vanished = value == 0.0 && mantissa(text).iter().any(|byte| (b'1'..=b'9').contains(byte));
    let burst = value.is_infinite() && has_digits;
    (!value.is_nan() && !burst && !vanished).then_some(value)
}

/// Reads the end of a range of scores, which may lie beyond all floats; the server takes no digits at all as 0.
pub(in super::super) fn bound(text: &[u8]) -> Option<f64> {
    if text.is_empty() {
        return Some(0.0);
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    (!value.is_nan()).then_some(value)
}

/// Returns what stands before the exponent.
fn mantissa(text: &[u8]) -> &[u8] {
    text.split(|byte| byte.eq_ignore_ascii_case(&b'e')).next().unwrap_or_default()
}

/// Writes a score: the shortest digits that read back the same, with an exponent where the server puts one.
///
/// The server's own digits are a few more for one number in a thousand, and it sometimes writes `-0` for the sum of
/// `ZINCRBY`; both mean the same number.
pub(in super::super) fn score(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    // Whole numbers are written out up to half the range of an integer; negative zero loses its sign.
    if value.abs() <= (i64::MAX / 2) as f64 && value.fract() == 0.0 {
        return (value as i64).to_string();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').expect("`{:e}` always writes an exponent");
    let exponent: i32 = exponent.parse().expect("`{:e}` writes the exponent as an integer");
    let digits = mantissa.replace('.', "");
    let count = digits.len() as i32;
    // The value is `digits` times ten to the power of `shift`.
    let shift = exponent - (count - 1);
    let size = exponent.abs();
    if shift >= 0 && size < count + 7 {
        return format!("{sign}{digits}{}", "0".repeat(shift as usize));
    }
    if shift < 0 && (shift > -7 || size < 4) {
        let whole = count + shift;
        return if whole <= 0 {
            format!("{sign}0.{}{digits}", "0".repeat(-whole as usize))
        } else {
            let (whole, fraction) = digits.split_at(whole as usize);
            format!("{sign}{whole}.{fraction}")
        };
    }
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let direction = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{first}{point}{rest}e{direction}{size}")
}
