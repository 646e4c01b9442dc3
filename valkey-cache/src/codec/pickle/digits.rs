//! The texts of numbers.

/// Tells whether this is a whole number in decimal digits, perhaps after a `-`.
pub(super) fn is_integer(text: &str) -> bool {
    is_number(text.strip_prefix('-').unwrap_or(text))
}

/// Tells whether this is a text that Python's `Decimal` prints.
pub(super) fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    if let Some(payload) = text.strip_prefix("sNaN").or_else(|| text.strip_prefix("NaN")) {
        return payload.is_empty() || is_number(payload);
    }
    let (mantissa, exponent) = text.split_once(['E', 'e']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let is_finite = is_number(exponent)
        && (is_number(whole) || (whole.is_empty() && is_number(fraction)))
        && (fraction.is_empty() || is_number(fraction));
    is_finite || text == "Infinity"
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_decimal, is_integer};

    #[test]
    fn numbers_are_told_from_other_texts() {
        for text in ["0", "1.10", "-5", "1E+5", "1e-5", ".5", "5.", "NaN", "-NaN123", "sNaN", "Infinity", "-Infinity"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", "-", ".", "1,5", "+5", "1E", "E5", "inf", "NaNx", "Infinity1", " 1", "1 ", "--1", "٣", "1.2.3"]
        {
            assert!(!is_decimal(text), "{text}");
        }
        assert!(is_integer("-0123") && is_integer("0"));
        assert!(!is_integer("") && !is_integer("-") && !is_integer("1.0") && !is_integer("+1"));
    }
}
