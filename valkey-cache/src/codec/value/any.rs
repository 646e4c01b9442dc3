use super::{Date, DateTime, Time, TimeDelta};

/// A value whose type is known only once it is read.
///
/// Through `pickle` every kind is kept in both directions, so that it also writes what Rust's own types cannot: a set, a
/// `datetime`, a `Decimal`. The other formats write the nearest kind that they have (the variants say which), and read
/// the plain kinds. `postcard` does not describe itself, and cannot read it.
///
/// ```
/// use valkey_cache::codec::{DateTime, Value};
///
/// let value = Value::Dict(vec![
///     ("seen".into(), "2024-05-06T07:08:09Z".parse::<DateTime>()?.into()),
///     ("tags".into(), Value::Set(vec!["a".into(), "b".into()])),
/// ]);
/// # assert_eq!(serde_json::to_string(&value)?, r#"{"seen":"2024-05-06T07:08:09Z","tags":["a","b"]}"#);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Nothing.
    #[default]
    None,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// The decimal digits of a whole number beyond 128 bits, perhaps after a `-`. Elsewhere: the text of it.
    BigInt(String),
    /// Any other number.
    Float(f64),
    /// A text. Python's `SafeString` is read as one.
    Str(String),
    /// Bytes. Python's `bytearray` is read as bytes.
    Bytes(Vec<u8>),
    /// Values in order. Python's `range` is read as the list of its numbers.
    List(Vec<Value>),
    /// Values in order, their number being part of the type. Elsewhere: a list.
    Tuple(Vec<Value>),
    /// Distinct values, in the order they are stored in. Elsewhere: a list.
    Set(Vec<Value>),
    /// Distinct values, which may stand in a set themselves. Elsewhere: a list.
    FrozenSet(Vec<Value>),
    /// Keys and their values in order. Python's `OrderedDict` and `defaultdict` are read as one.
    Dict(Vec<(Value, Value)>),
    /// A day and a time of it, in a time zone or not. Elsewhere: ISO 8601 text.
    DateTime(DateTime),
    /// A day. Elsewhere: ISO 8601 text.
    Date(Date),
    /// A time of day. Elsewhere: ISO 8601 text.
    Time(Time),
    /// A duration. Elsewhere: ISO 8601 text.
    TimeDelta(TimeDelta),
    /// A decimal number as Python prints it: `1.10`, `1E+5`, `NaN`. Elsewhere: that text.
    Decimal(String),
    /// The 16 bytes of a UUID. Elsewhere: hyphenated text.
    Uuid([u8; 16]),
    /// A complex number: its real and its imaginary part. Elsewhere: the two in a list.
    Complex(f64, f64),
}

macro_rules! from {
    ($($from:ty => $variant:ident),* $(,)?) => { $(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )* };
}

from! {
    bool => Bool, i8 => Int, i16 => Int, i32 => Int, i64 => Int, i128 => Int, u8 => Int, u16 => Int, u32 => Int,
    u64 => Int, f32 => Float, f64 => Float, &str => Str, String => Str, DateTime => DateTime, Date => Date, Time => Time, TimeDelta => TimeDelta,
}

impl<V: Into<Value>> From<Vec<V>> for Value {
    fn from(values: Vec<V>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<V: Into<Value>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}
