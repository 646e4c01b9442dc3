use std::fmt::LowerExp;
use std::io::{Result, Write};

/// Writes a finite float as Python's `repr` does: with an exponent where it is below 0.0001, or 1e16 and more.
pub(super) fn write_python<W: Write + ?Sized, F: LowerExp>(writer: &mut W, value: F) -> Result<()> {
    match Parts::of(&format!("{value:e}")) {
        parts @ Parts { exponent: -4..16, .. } => parts.write_plain(writer),
        Parts { mantissa, exponent } => {
            let sign = if exponent < 0 { '-' } else { '+' };
            write!(writer, "{mantissa}e{sign}{:02}", exponent.unsigned_abs())
        }
    }
}

/// Writes a finite float as msgspec does: with an exponent where it is below 0.00001, or 1e16 and more.
pub(in crate::codec) fn write_msgspec<W: Write + ?Sized, F: LowerExp>(writer: &mut W, value: F) -> Result<()> {
    match Parts::of(&format!("{value:e}")) {
        parts @ Parts { exponent: -5..16, .. } => parts.write_plain(writer),
        Parts { mantissa, exponent } => write!(writer, "{mantissa}e{exponent}"),
    }
}

/// The shortest digits that read back, and where their point belongs: one digit stands before it.
struct Parts<'a> {
    mantissa: &'a str,
    exponent: i32,
}

impl<'a> Parts<'a> {
    /// Takes a text such as `-1.25e-7` apart.
    fn of(text: &'a str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, ""));
        Self { mantissa, exponent: exponent.parse().unwrap_or_default() }
    }

    fn write_plain<W: Write + ?Sized>(&self, writer: &mut W) -> Result<()> {
        let (sign, mantissa) = self.mantissa.strip_prefix('-').map_or(("", self.mantissa), |rest| ("-", rest));
        let digits = mantissa.replace('.', "");
        match usize::try_from(self.exponent + 1) {
            Ok(whole) if whole > 0 => {
                let digits = format!("{digits:0<width$}", width = whole + 1);
                write!(writer, "{sign}{}.{}", &digits[..whole], &digits[whole..])
            }
            _ => write!(
                writer,
                "{sign}0.{:0>width$}",
                digits,
                width = digits.len() + self.exponent.unsigned_abs() as usize - 1
            ),
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
            (123.456, "123.456", "123.456"),
            (0.0001, "0.0001", "0.0001"),
            (0.00012345, "0.00012345", "0.00012345"),
            (0.00001, "1e-05", "0.00001"),
            (-0.000012, "-1.2e-05", "-0.000012"),
            (0.000001, "1e-06", "1e-6"),
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
}
