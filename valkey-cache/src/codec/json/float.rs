use std::io::{Result, Write};

use serde::Serialize;

/// Writes a finite float as Python's `repr` does: with an exponent where it is below 0.0001, or 1e16 and more.
pub(super) fn write_python<W: Write + ?Sized, F: Float>(writer: &mut W, value: F) -> Result<()> {
    if is_common(value) {
        return Ok(serde_json::to_writer(writer, &value)?);
    }
    let Parts { sign, digits, exponent } = Parts::of(value)?;
    if (-4..16).contains(&exponent) {
        return write_plain(writer, sign, &digits, exponent);
    }
    write_mantissa(writer, sign, &digits)?;
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    write!(writer, "e{exponent_sign}{:02}", exponent.unsigned_abs())
}

/// Writes a finite float as msgspec does: with an exponent where it is below 0.00001, or 1e16 and more.
pub(in crate::codec) fn write_msgspec<W: Write + ?Sized, F: Float>(writer: &mut W, value: F) -> Result<()> {
    if is_common(value) {
        return Ok(serde_json::to_writer(writer, &value)?);
    }
    let Parts { sign, digits, exponent } = Parts::of(value)?;
    if (-5..16).contains(&exponent) {
        return write_plain(writer, sign, &digits, exponent);
    }
    write_mantissa(writer, sign, &digits)?;
    write!(writer, "e{exponent}")
}

/// A float of either width.
pub(in crate::codec) trait Float: Copy + Into<f64> + Serialize {}

impl<F: Copy + Into<f64> + Serialize> Float for F {}

/// Tells whether serde_json writes the float as everybody does, so that there is nothing to be done.
fn is_common<F: Float>(value: F) -> bool {
    let value = value.into();
    value == 0.0 || (1e-4..1e12).contains(&value.abs())
}

/// The shortest digits that read back, and where their point belongs: one digit stands before it.
struct Parts {
    sign: &'static str,
    digits: String,
    exponent: i32,
}

impl Parts {
    /// Takes the digits from serde_json: of two that are as near, it takes the even one, as Python and msgspec do, and
    /// the standard library does not.
    fn of<F: Float>(value: F) -> Result<Self> {
        let text = serde_json::to_string(&value)?;
        let (sign, text) = text.strip_prefix('-').map_or(("", &*text), |rest| ("-", rest));
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let before_point = whole.len() as i32 - (all.len() - digits.len()) as i32;
        Ok(Self {
            sign,
            digits: digits.trim_end_matches('0').to_owned(),
            exponent: before_point - 1 + exponent.parse::<i32>().unwrap_or_default(),
        })
    }
}

fn write_mantissa<W: Write + ?Sized>(writer: &mut W, sign: &str, digits: &str) -> Result<()> {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    write!(writer, "{sign}{first}{point}{rest}")
}

fn write_plain<W: Write + ?Sized>(writer: &mut W, sign: &str, digits: &str, exponent: i32) -> Result<()> {
    match usize::try_from(exponent + 1) {
        Ok(whole) if whole > 0 => {
            let digits = format!("{digits:0<width$}", width = whole + 1);
            write!(writer, "{sign}{}.{}", &digits[..whole], &digits[whole..])
        }
        _ => {
            write!(writer, "{sign}0.{digits:0>width$}", width = digits.len() + exponent.unsigned_abs() as usize - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{write_msgspec, write_python};

    #[test]
    fn floats_are_written_as_python_does() {
        let cases = [
            (0.0, "0.0", "0.0"),
            (-0.0, "-0.0", "-0.0"),
            (1.0, "1.0", "1.0"),
            (-1.5, "-1.5", "-1.5"),
            (0.1, "0.1", "0.1"),
            (100.0, "100.0", "100.0"),
            (999_999_999_999.75, "999999999999.75", "999999999999.75"),
            (1e12, "1000000000000.0", "1000000000000.0"),
            (123.456, "123.456", "123.456"),
            (0.0001, "0.0001", "0.0001"),
            (0.000_099_999, "9.9999e-05", "0.000099999"),
            (0.00012345, "0.00012345", "0.00012345"),
            (0.00001, "1e-05", "0.00001"),
            (-0.000012, "-1.2e-05", "-0.000012"),
            (0.000001, "1e-06", "1e-6"),
            // Both ...12 and ...13 read back and are as near.
            (2.0_f64.powi(-25), "2.9802322387695312e-08", "2.9802322387695312e-8"),
            (2.0_f64.powi(50) + 0.25, "1125899906842624.2", "1125899906842624.2"),
            (-1.25e-7, "-1.25e-07", "-1.25e-7"),
            (1e15, "1000000000000000.0", "1000000000000000.0"),
            (9_007_199_254_740_993.0, "9007199254740992.0", "9007199254740992.0"),
            (9_999_999_999_999_998.0, "9999999999999998.0", "9999999999999998.0"),
            (1e16, "1e+16", "1e16"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17", "1.2345678901234568e17"),
            (1e100, "1e+100", "1e100"),
            (f64::MAX, "1.7976931348623157e+308", "1.7976931348623157e308"),
            (5e-324, "5e-324", "5e-324"),
        ];
        for (value, python, msgspec) in cases {
            let mut out = Vec::new();
            write_python(&mut out, value).expect("memory");
            assert_eq!(String::from_utf8_lossy(&out), python);
            out.clear();
            write_msgspec(&mut out, value).expect("memory");
            assert_eq!(String::from_utf8_lossy(&out), msgspec);
        }
    }

    #[test]
    fn common_floats_are_short_and_read_back() {
        let mut value = 1e-4;
        while value < 1e12 {
            for value in [value, -value] {
                let (mut python, mut msgspec) = (Vec::new(), Vec::new());
                write_python(&mut python, value).expect("memory");
                write_msgspec(&mut msgspec, value).expect("memory");
                let text = String::from_utf8(python).expect("ASCII");
                assert_eq!(text.as_bytes(), msgspec);
                assert_eq!(text.parse(), Ok(value));
                assert_eq!(text.len(), format!("{value:?}").len(), "{text}");
            }
            value *= 1.0371;
        }
    }

    #[test]
    fn narrow_floats_have_the_digits_of_their_own_width() {
        let cases = [
            (0.1, "0.1", "0.1"),
            (0.00001, "1e-05", "0.00001"),
            (-1.5e13, "-15000000000000.0", "-15000000000000.0"),
            (1e16, "1e+16", "1e16"),
            (f32::MAX, "3.4028235e+38", "3.4028235e38"),
        ];
        for (value, python, msgspec) in cases {
            let mut out = Vec::new();
            write_python(&mut out, value).expect("memory");
            assert_eq!(String::from_utf8_lossy(&out), python);
            out.clear();
            write_msgspec(&mut out, value).expect("memory");
            assert_eq!(String::from_utf8_lossy(&out), msgspec);
        }
    }
}
