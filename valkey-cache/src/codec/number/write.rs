use std::fmt;
use std::io::Write as _;

use serde::ser::{Impossible, Serialize, Serializer};

use crate::codec::float::Notation;

/// Appends `value` as decimal text when it is an integer or a float, alone or within `Some` and newtype structs.
///
/// Answers false, and appends nothing, for everything else; a boolean is not a number.
pub(crate) fn write_number<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> bool {
    value.serialize(NumberWriter(out)).is_ok()
}

/// A serializer that takes numbers only. It refuses everything else before any of it is looked at.
///
/// It says that it is for humans, as the reader does: a type that is a number in only one of the two forms is then
/// written and read in the same one.
struct NumberWriter<'a>(&'a mut Vec<u8>);

/// The value is not a number.
#[derive(Debug)]
struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number")
    }
}

impl std::error::Error for NotANumber {}

impl serde::ser::Error for NotANumber {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self
    }
}

type Refused = Result<Impossible<(), NotANumber>, NotANumber>;

macro_rules! integers {
    ($($method:ident: $type:ty),*) => { $(
        fn $method(self, value: $type) -> Result<(), NotANumber> {
            write!(self.0, "{value}").map_err(|_| NotANumber)
        }
    )* };
}

macro_rules! floats {
    ($($method:ident: $type:ty),*) => { $(
        fn $method(self, value: $type) -> Result<(), NotANumber> {
            // As Python writes them, the words too: members of sets are compared by their bytes.
            let written = match value {
                _ if value.is_finite() => Notation::PYTHON.write(self.0, value),
                _ if value.is_nan() => self.0.write_all(b"nan"),
                _ => write!(self.0, "{value}"),
            };
            written.map_err(|_| NotANumber)
        }
    )* };
}

impl Serializer for NumberWriter<'_> {
    type Ok = ();
    type Error = NotANumber;
    type SerializeSeq = Impossible<(), NotANumber>;
    type SerializeTuple = Impossible<(), NotANumber>;
    type SerializeTupleStruct = Impossible<(), NotANumber>;
    type SerializeTupleVariant = Impossible<(), NotANumber>;
    type SerializeMap = Impossible<(), NotANumber>;
    type SerializeStruct = Impossible<(), NotANumber>;
    type SerializeStructVariant = Impossible<(), NotANumber>;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    }

    floats! { serialize_f32: f32, serialize_f64: f64 }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotANumber> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _name: &'static str, value: &T) -> Result<(), NotANumber> {
        value.serialize(self)
    }

    fn serialize_bool(self, _value: bool) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_char(self, _value: char) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_str(self, _value: &str) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    /// Refuses before anything is formatted.
    fn collect_str<T: fmt::Display + ?Sized>(self, _value: &T) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_bytes(self, _value: &[u8]) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_none(self) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_unit(self) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
    ) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), NotANumber> {
        Err(NotANumber)
    }

    fn serialize_seq(self, _len: Option<usize>) -> Refused {
        Err(NotANumber)
    }

    fn serialize_tuple(self, _len: usize) -> Refused {
        Err(NotANumber)
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Refused {
        Err(NotANumber)
    }

    fn serialize_tuple_variant(self, _name: &'static str, _index: u32, _variant: &'static str, _len: usize) -> Refused {
        Err(NotANumber)
    }

    fn serialize_map(self, _len: Option<usize>) -> Refused {
        Err(NotANumber)
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Refused {
        Err(NotANumber)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Refused {
        Err(NotANumber)
    }
}
