//! The arithmetic of `INCRBYFLOAT`: the long double of x86-64, with its 64 bits of precision.
//!
//! Sums in `f64` would differ from the server's from the 17th digit on, and 0.1 + 0.2 would not be 0.3.

use super::big::Big;

/// The longest text that the server reads as a number.
const LONGEST: usize = 5 * 1024 - 1;
/// Exponents of the highest bit that a long double can have; subnormal numbers included.
const HIGHEST: i64 = 16_383;
const LOWEST: i64 = -16_445;
/// Digits after the point in the server's text, and ten to that power.
const DECIMALS: usize = 17;
const SCALE: u128 = 100_000_000_000_000_000;

/// A finite number: `mantissa * 2^exponent`, the highest bit of the mantissa set unless it is zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct LongDouble {
    negative: bool,
    mantissa: u64,
    exponent: i64,
}

/// What a text says.
enum Decimal {
    Infinite,
    /// `digits * 10^exponent`.
    Finite {
        negative: bool,
        digits: Big,
        exponent: i64,
    },
}

impl LongDouble {
    /// Reads a number; the inner option is none for an infinity, the outer one for a text that is no number.
    pub(in super::super) fn parse(text: &[u8]) -> Option<Option<Self>> {
        let Decimal::Finite { negative, mut digits, exponent } = decimal(text)? else { return Some(None) };
        if digits.is_zero() {
            return Some(Some(Self { negative, mantissa: 0, exponent: 0 }));
        }
        // Too large or too small by far, before numbers with millions of digits are made.
        if exponent.abs() > 3 * LONGEST as i64 {
            return None;
        }
        let mut shift = 0;
        let mut inexact = false;
        if exponent >= 0 {
            (0..exponent).for_each(|_| digits.multiply_add(10, 0));
        } else {
            // Room for 66 bits after the division; ten takes less than ten thirds of a bit.
            let places = exponent.unsigned_abs() as usize;
            let room = (67 + places * 10 / 3).saturating_sub(digits.bits());
            digits.shift_left(room);
            shift = -(room as i64);
            (0..places).for_each(|_| inexact |= digits.divide(10) != 0);
        }
        Self::rounded(negative, &digits, shift, inexact).filter(|value| value.mantissa != 0).map(Some)
    }

    /// Adds; none if the sum is too large.
    pub(in super::super) fn add(self, other: Self) -> Option<Self> {
        if self.mantissa == 0 || other.mantissa == 0 {
            return Some(if self.mantissa == 0 { other } else { self });
        }
        let exponent = self.exponent.min(other.exponent);
        let [mut left, mut right] = [self, other].map(|value| {
            let mut big = Big::from(value.mantissa);
            big.shift_left((value.exponent - exponent) as usize);
            big
        });
        if self.negative == other.negative {
            left.add(&right);
            return Self::rounded(self.negative, &left, exponent, false);
        }
        if left < right {
            right.subtract(&left);
            return Self::rounded(other.negative, &right, exponent, false);
        }
        left.subtract(&right);
        Self::rounded(self.negative, &left, exponent, false)
    }

    /// Rounds `value * 2^exponent` to 64 bits, a tie to the even one; `inexact` says that a bit more is missing below.
    fn rounded(negative: bool, value: &Big, exponent: i64, inexact: bool) -> Option<Self> {
        if value.is_zero() {
            return Some(Self { negative: false, mantissa: 0, exponent: 0 });
        }
        let (mut mantissa, half, below) = value.top();
        let mut exponent = exponent + value.bits() as i64 - 64;
        if half && (below || inexact || mantissa & 1 == 1) {
            mantissa = mantissa.wrapping_add(1);
            if mantissa == 0 {
                mantissa = 1 << 63;
                exponent += 1;
            }
        }
        match exponent + 63 {
            highest if highest > HIGHEST => None,
            highest if highest < LOWEST => Some(Self { negative, mantissa: 0, exponent: 0 }),
            _ => Some(Self { negative, mantissa, exponent }),
        }
    }
}

/// Writes the number as the server does: never an exponent, 17 digits after the point, no zeros at the end.
impl std::fmt::Display for LongDouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = if self.exponent >= 0 {
            let mut whole = Big::from(self.mantissa);
            whole.shift_left(self.exponent as usize);
            whole.to_string()
        } else {
            let scaled = u128::from(self.mantissa) * SCALE;
            let rounded = match u32::try_from(-self.exponent) {
                Ok(places @ 1..=127) => {
                    let (whole, rest, half) = (scaled >> places, scaled & ((1 << places) - 1), 1 << (places - 1));
                    whole + u128::from(rest > half || rest == half && whole & 1 == 1)
                }
                _ => 0,
            };
            let text = format!("{}.{:0DECIMALS$}", rounded / SCALE, rounded % SCALE);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let sign = if self.negative && text != "0" { "-" } else { "" };
        write!(f, "{sign}{text}")
    }
}

/// Takes a text apart: a sign, digits with a point, an exponent; or an infinity.
fn decimal(text: &[u8]) -> Option<Decimal> {
    if text.len() > LONGEST {
        return None;
    }
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if text.eq_ignore_ascii_case(b"inf") || text.eq_ignore_ascii_case(b"infinity") {
        return Some(Decimal::Infinite);
    }
    let mut parts = text.splitn(2, |byte| byte.eq_ignore_ascii_case(&b'e'));
    let mantissa = parts.next()?;
    let exponent = match parts.next() {
        Some(exponent) => power(exponent)?,
        None => 0,
    };
    let mut parts = mantissa.splitn(2, |byte| *byte == b'.');
    let (whole, fraction) = (parts.next()?, parts.next().unwrap_or_default());
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut digits = Big::from(0);
    for byte in whole.iter().chain(fraction) {
        if !byte.is_ascii_digit() {
            return None;
        }
        digits.multiply_add(10, u32::from(byte - b'0'));
    }
    Some(Decimal::Finite { negative, digits, exponent: exponent - fraction.len() as i64 })
}

/// Reads the digits of an exponent; one that no number can have stands for all of them.
fn power(text: &[u8]) -> Option<i64> {
    const BEYOND: i64 = 1 << 40;
    let digits = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = std::str::from_utf8(digits).ok()?.parse().unwrap_or(BEYOND).min(BEYOND);
    Some(if text.starts_with(b"-") { -size } else { size })
}
