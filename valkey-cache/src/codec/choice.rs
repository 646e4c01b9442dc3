use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// Reads an option that is one of a few values: by its name, in any case, or by the number that Python has for it.
pub(super) fn choice<'de, D: Deserializer<'de>, T: Copy>(
    deserializer: D,
    choices: &[(&str, i64, T)],
) -> Result<T, D::Error> {
    deserializer.deserialize_any(Choice(choices))
}

struct Choice<'a, T>(&'a [(&'a str, i64, T)]);

impl<T: Copy> Choice<'_, T> {
    fn find(&self, is_meant: impl Fn(&str, i64) -> bool) -> Option<T> {
        self.0.iter().find(|(name, number, _)| is_meant(name, *number)).map(|(_, _, value)| *value)
    }
}

impl<T: Copy> Visitor<'_> for Choice<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, number, _)) in self.0.iter().enumerate() {
            let separator = match index {
                0 => "",
                _ if index + 1 == self.0.len() => " or ",
                _ => ", ",
            };
            write!(f, "{separator}\"{name}\" ({number})")?;
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        self.find(|name, _| name.eq_ignore_ascii_case(value))
            .ok_or_else(|| E::invalid_value(Unexpected::Str(value), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.find(|_, number| number == value).ok_or_else(|| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.find(|_, number| u64::try_from(number) == Ok(value))
            .ok_or_else(|| E::invalid_value(Unexpected::Unsigned(value), &self))
    }
}
