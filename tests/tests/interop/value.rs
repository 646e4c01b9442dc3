//! Values as Python has them, and their form on the way to the peer and back.

use std::fmt;

use serde_json::{Value as Json, json};

/// A Python value. Two are equal when Python says so and their types are the same; sets and dicts have no order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    None,
    Bool(bool),
    /// Its digits: Python's integers have no limit.
    Int(String),
    Float(Bits),
    Str(String),
    Bytes(Vec<u8>),
    /// `list`, `tuple`, `set` and `frozenset`.
    Items(Kind, Vec<Value>),
    Dict(Vec<(Value, Value)>),
    /// What Python prints and reads as text: `datetime`, `date`, `time`, `decimal` and `uuid`.
    Text(&'static str, String),
    /// Days, seconds and microseconds.
    TimeDelta(i64, i64, i64),
    /// What the peer has kept under this number.
    Kept(u64),
}

/// The bits of a float: 0.0 and -0.0 differ, and NaN is NaN.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bits(u64);

impl Bits {
    pub(super) fn float(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl fmt::Debug for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.float().fmt(f)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    List,
    Tuple,
    Set,
    FrozenSet,
}

const KINDS: [(&str, Kind); 4] =
    [("list", Kind::List), ("tuple", Kind::Tuple), ("set", Kind::Set), ("frozenset", Kind::FrozenSet)];
const TEXTS: [&str; 5] = ["datetime", "date", "time", "decimal", "uuid"];

impl Value {
    pub(super) fn items(kind: Kind, items: impl IntoIterator<Item = Value>) -> Self {
        let mut items: Vec<_> = items.into_iter().collect();
        if matches!(kind, Kind::Set | Kind::FrozenSet) {
            items.sort();
        }
        Self::Items(kind, items)
    }

    pub(super) fn list(items: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::items(Kind::List, items.into_iter().map(Into::into))
    }

    pub(super) fn dict<K: Into<Value>, V: Into<Value>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        pairs.sort();
        Self::Dict(pairs)
    }

    /// The typed form; `typed.py` has the other side.
    pub(super) fn to_json(&self) -> Json {
        match self {
            Self::None => json!({ "t": "none", "v": null }),
            Self::Bool(value) => json!({ "t": "bool", "v": value }),
            Self::Int(digits) => json!({ "t": "int", "v": digits }),
            Self::Float(Bits(bits)) => json!({ "t": "float", "v": format!("{bits:016x}") }),
            Self::Str(text) => json!({ "t": "str", "v": text }),
            Self::Bytes(bytes) => json!({ "t": "bytes", "v": hex(bytes) }),
            Self::Items(kind, items) => {
                let name = KINDS.iter().find(|(_, known)| known == kind).expect("all kinds have names").0;
                json!({ "t": name, "v": items.iter().map(Self::to_json).collect::<Vec<_>>() })
            }
            Self::Dict(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| (key.to_json(), value.to_json()));
                json!({ "t": "dict", "v": pairs.collect::<Vec<_>>() })
            }
            Self::Text(name, text) => json!({ "t": name, "v": text }),
            Self::TimeDelta(days, seconds, microseconds) => {
                json!({ "t": "timedelta", "v": [days, seconds, microseconds] })
            }
            Self::Kept(number) => json!({ "t": "kept", "v": number }),
        }
    }

    pub(super) fn from_json(json: &Json) -> Self {
        Self::read(json).unwrap_or_else(|| panic!("this is no typed value: {json}"))
    }

    fn read(json: &Json) -> Option<Self> {
        let (name, v) = (json["t"].as_str()?, &json["v"]);
        let items = || v.as_array().map(|items| items.iter().map(Self::from_json));
        Some(match name {
            "none" => Self::None,
            "bool" => Self::Bool(v.as_bool()?),
            "int" => Self::Int(v.as_str()?.to_owned()),
            "float" => f64::from_bits(u64::from_str_radix(v.as_str()?, 16).ok()?).into(),
            "str" => Self::Str(v.as_str()?.to_owned()),
            "bytes" => Self::Bytes(unhex(v.as_str()?)?),
            "dict" => {
                Self::dict(v.as_array()?.iter().map(|pair| (Self::from_json(&pair[0]), Self::from_json(&pair[1]))))
            }
            "timedelta" => Self::TimeDelta(v[0].as_i64()?, v[1].as_i64()?, v[2].as_i64()?),
            "kept" => Self::Kept(v.as_u64()?),
            _ => match KINDS.iter().find(|(known, _)| *known == name) {
                Some((_, kind)) => Self::items(*kind, items()?),
                None => Self::Text(TEXTS.iter().find(|known| **known == name)?, v.as_str()?.to_owned()),
            },
        })
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let byte = |start| u8::from_str_radix(digits.get(start..start + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// As the peer writes it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_json())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(Bits(if value.is_nan() { f64::NAN } else { value }.to_bits()))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Str(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Str(value)
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Value {
            fn from(value: $integer) -> Self {
                Self::Int(value.to_string())
            }
        }
    )*};
}

integers! { i32 i64 u64 i128 u128 }
