use std::fmt::Display;

use serde::Serializer;
use serde::ser::Error as _;

use super::adapt::Dialect;

/// The dialect of binary formats that tell what they hold.
///
/// None holds integers of more than 64 bits, so that longer types are written as those of 64 where they fit. Some
/// serializers make integers of characters and lists of `()`, which within a tagged enum are then not read as what they
/// were; here characters are texts, and `()` is null.
#[derive(Clone, Copy)]
pub(super) struct Binary;

impl Dialect for Binary {
    fn i128<S: Serializer>(self, value: i128, serializer: S) -> Result<S::Ok, S::Error> {
        narrow(value, serializer)
    }

    fn u128<S: Serializer>(self, value: u128, serializer: S) -> Result<S::Ok, S::Error> {
        narrow(value, serializer)
    }

    #[inline]
    fn unit<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }

    #[inline]
    fn char<S: Serializer>(self, value: char, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
}

fn narrow<S: Serializer, I>(value: I, serializer: S) -> Result<S::Ok, S::Error>
where
    I: Copy + Display + TryInto<i64> + TryInto<u64>,
{
    if let Ok(value) = value.try_into() {
        return serializer.serialize_i64(value);
    }
    match value.try_into() {
        Ok(value) => serializer.serialize_u64(value),
        Err(_) => Err(S::Error::custom(format_args!(
            "the integer {value} does not fit into 64 bits, the most that the format holds; write it as text, or use \
             'json'"
        ))),
    }
}
