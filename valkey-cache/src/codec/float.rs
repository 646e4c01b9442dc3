//! Floats as text, byte for byte as others write them.

use std::io::{Result, Write};

/// How a language writes floats. All have an exponent from 1e16 on.
pub(super) struct Notation {
    /// Floats with this exponent, and those above, have none in their text.
    least: i32,
    /// Whether an exponent has a sign and at least two digits, as those of C have.
    is_wide: bool,
}

impl Notation {
    /// That of Python's `repr`, and so of its `json`.
    pub(super) const PYTHON: Self = Self { least: -4, is_wide: true };
    /// That of msgspec.
    #[cfg(feature = "json")]
    pub(super) const MSGSPEC: Self = Self { least: -5, is_wide: false };

    /// Writes a finite float.
    pub(super) fn write<W: Write + ?Sized, F: Float>(&self, writer: &mut W, value: F) -> Result<()> {
        let mut buffer = ryu::Buffer::new();
        let text = buffer.format_finite(value);
        if is_common(value.into()) {
            return writer.write_all(text.as_bytes());
        }
        let Parts { sign, digits, exponent } = Parts::of(text);
        if (self.least..16).contains(&exponent) {
            return write_plain(writer, sign, &digits, exponent);
        }
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        match self.is_wide {
            true => write!(writer, "{sign}{first}{point}{rest}e{exponent:+03}"),
            false => write!(writer, "{sign}{first}{point}{rest}e{exponent}"),
        }
    }
}

/// A float of either width.
pub(super) trait Float: ryu::Float + Into<f64> {}

impl<F: ryu::Float + Into<f64>> Float for F {}

/// Tells whether everybody writes the float alike, so that there is nothing to be done.
fn is_common(value: f64) -> bool {
    value == 0.0 || (1e-4..1e12).contains(&value.abs())
}

/// The shortest digits that read back, and where their point belongs: one digit stands before it.
///
/// Of two that are as near ryu takes the even one, as Python and msgspec do, and the standard library does not.
struct Parts {
    sign: &'static str,
    digits: String,
    exponent: i32,
}

impl Parts {
    fn of(text: &str) -> Self {
        let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let before_point = whole.len() as i32 - (all.len() - digits.len()) as i32;
        Self {
            sign,
            digits: digits.trim_end_matches('0').to_owned(),
            exponent: before_point - 1 + exponent.parse::<i32>().unwrap_or_default(),
        }
    }
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

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::{Float, Notation};

    /// Returns the texts of Python and of msgspec.
    fn texts(value: impl Float) -> [String; 2] {
        [Notation::PYTHON, Notation::MSGSPEC].map(|notation| {
            let mut out = Vec::new();
            notation.write(&mut out, value).expect("memory");
            String::from_utf8(out).expect("ASCII")
        })
    }

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
            assert_eq!(texts(value), [python, msgspec]);
        }
    }

    #[test]
    fn common_floats_are_short_and_read_back() {
        let mut value = 1e-4;
        while value < 1e12 {
            for value in [value, -value] {
                let [text, msgspec] = texts(value);
                assert_eq!(text, msgspec);
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
            assert_eq!(texts(value), [python, msgspec]);
        }
    }
}
