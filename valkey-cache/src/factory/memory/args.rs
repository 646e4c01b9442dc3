//! Reading the arguments of a command.

use super::error::{Answer, not_a_float, not_an_integer, not_positive, out_of_range};
use super::number;
use crate::operation::Reply;

/// The longest word that means something: a command's or an option's name.
const LONGEST: usize = 24;

/// A command's or an option's name in capitals, without an allocation; longer words read as the empty one.
pub(super) struct Word {
    letters: [u8; LONGEST],
    length: usize,
}

impl Word {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut letters = [0; LONGEST];
        let length = if bytes.len() <= LONGEST { bytes.len() } else { 0 };
        letters[..length].copy_from_slice(&bytes[..length]);
        letters.make_ascii_uppercase();
        Self { letters, length }
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.length]).unwrap_or_default()
    }
}

/// Tells whether an argument is the option `name`, which is given in capitals.
pub(super) fn is(argument: &[u8], name: &str) -> bool {
    argument.eq_ignore_ascii_case(name.as_bytes())
}

pub(super) fn integer(argument: &[u8]) -> Answer<i64> {
    number::integer(argument).ok_or_else(not_an_integer)
}

pub(super) fn float(argument: &[u8]) -> Answer<f64> {
    number::float(argument).ok_or_else(not_a_float)
}

/// Reads the count of a command that takes elements away, as `LPOP` does.
pub(super) fn count(argument: &[u8]) -> Answer<usize> {
    number::integer(argument).and_then(|n| usize::try_from(n).ok()).ok_or_else(not_positive)
}

/// Reads a count whose sign says something, as that of `LREM` does.
pub(super) fn signed_count(argument: &[u8]) -> Answer<i64> {
    integer(argument).and_then(|number| if number == i64::MIN { Err(out_of_range()) } else { Ok(number) })
}

/// Turns positions as `LRANGE` takes them, the last one included and negative ones from the end, into a range.
pub(super) fn span(start: i64, stop: i64, length: usize) -> std::ops::Range<usize> {
    let length = length as i64;
    let start = if start < 0 { start.saturating_add(length).max(0) } else { start };
    let stop = if stop < 0 { stop.saturating_add(length) } else { stop.min(length - 1) };
    if start > stop || start >= length { 0..0 } else { start as usize..stop as usize + 1 }
}

/// Makes a reply of a count.
pub(super) fn int(count: usize) -> Reply {
    Reply::Int(count as i64)
}

/// Makes a reply of some bytes.
pub(super) fn bytes(bytes: impl AsRef<[u8]>) -> Reply {
    Reply::Bytes(bytes.as_ref().to_vec())
}

/// Makes a reply of bytes that may be missing.
pub(super) fn maybe(bytes: Option<impl AsRef<[u8]>>) -> Reply {
    bytes.map_or(Reply::Nil, self::bytes)
}

/// Makes a list of bytes.
pub(super) fn list<T: AsRef<[u8]>>(items: impl IntoIterator<Item = T>) -> Reply {
    Reply::List(items.into_iter().map(bytes).collect())
}
