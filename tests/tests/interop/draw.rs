//! Random values.

use fastrand::Rng;

use super::value::{Kind, Value};

/// What a serializer can hold within a value. On its own every number can be stored, as decimal text.
#[derive(Clone, Copy)]
pub(super) struct Holds {
    pub(super) bytes: bool,
    /// NaN and the infinities.
    pub(super) non_finite: bool,
    /// Integers that do not fit into 64 bits.
    pub(super) big_ints: bool,
    pub(super) keys: Keys,
    /// Sets, tuples, times, decimals and the like.
    pub(super) kinds: bool,
}

/// The keys of a dict: what is named, and what stands before it.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Keys {
    Text,
    Bytes,
    Ints,
    Any,
}

/// A source of values that a serializer can hold.
pub(super) struct Draw {
    pub(super) rng: Rng,
    pub(super) holds: Holds,
}

/// Texts that something could take for something else.
const TEXTS: [&str; 22] = [
    "", "0", "5", "-5", "007", "1_000", " 12 ", "1e5", "1.5", ".5", "nan", "NaN", "inf", "Infinity", "null", "None",
    "true", "\"", "\\", "\0", "\u{2028}", "x\u{9c}",
];
const BYTES: [&[u8]; 10] =
    [b"", b"5", b"-1", b"1e5", b"nan", b"x\x9c", b"\x1f\x8b\x08", b"BZh9", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"];
const FLOATS: [f64; 10] = [0.0, -0.0, 0.1, 1.0, -1.0, 1e16, 1e-7, f64::MAX, f64::MIN_POSITIVE, 5e-324];

impl Draw {
    pub(super) fn value(&mut self) -> Value {
        self.at_depth(0)
    }

    fn at_depth(&mut self, depth: u32) -> Value {
        if self.holds.kinds && self.rng.u32(..4) == 0 {
            return self.python_kind(depth);
        }
        // Nothing below the fourth level has parts.
        match self.rng.u32(..if depth < 4 { 14 } else { 9 }) {
            0 => Value::None,
            1 => self.rng.bool().into(),
            2 | 3 => self.int(depth == 0),
            4 | 5 => self.float(depth == 0),
            6 if self.holds.bytes => Value::Bytes(self.bytes()),
            6..=8 => self.text().into(),
            9..=11 => Value::list((0..self.length(depth)).map(|_| self.at_depth(depth + 1)).collect::<Vec<_>>()),
            _ => {
                let mut pairs: Vec<_> =
                    (0..self.length(depth)).map(|_| (self.key(), self.at_depth(depth + 1))).collect();
                pairs.sort();
                pairs.dedup_by(|(a, _), (b, _)| a == b);
                Value::dict(pairs)
            }
        }
    }

    /// What only pickle can write.
    fn python_kind(&mut self, depth: u32) -> Value {
        match self.rng.u32(..if depth < 4 { 9 } else { 6 }) {
            0 => Value::Text("date", self.date()),
            1 => Value::Text("time", self.time()),
            2 => Value::Text("datetime", format!("{}T{}", self.date(), self.time())),
            3 => Value::TimeDelta(
                self.rng.i64(-999_999_999..=999_999_999),
                self.rng.i64(0..86_400),
                self.rng.i64(0..1_000_000),
            ),
            4 => {
                let decimals = ["NaN", "Infinity", "-0.00", "1E+5", "1.5E-30", "0"].map(str::to_owned);
                let drawn = format!("{}.{:02}", self.rng.i32(..), self.rng.u32(..100));
                Value::Text("decimal", if self.rng.bool() { drawn } else { self.pick(&decimals).clone() })
            }
            5 => {
                let digits = format!("{:032x}", self.rng.u128(..));
                Value::Text(
                    "uuid",
                    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-"),
                )
            }
            6 => {
                Value::items(Kind::Tuple, (0..self.length(depth)).map(|_| self.at_depth(depth + 1)).collect::<Vec<_>>())
            }
            kind => {
                let mut members: Vec<_> = (0..self.length(depth)).map(|_| self.key()).collect();
                members.sort();
                members.dedup();
                Value::items(if kind == 7 { Kind::Set } else { Kind::FrozenSet }, members)
            }
        }
    }

    fn date(&mut self) -> String {
        format!("{:04}-{:02}-{:02}", self.rng.u32(1..=9999), self.rng.u32(1..=12), self.rng.u32(1..=28))
    }

    /// A time of day; some have a fraction, some are of a time zone.
    fn time(&mut self) -> String {
        let mut time = format!("{:02}:{:02}:{:02}", self.rng.u32(..24), self.rng.u32(..60), self.rng.u32(..60));
        if self.rng.bool() {
            time += &format!(".{:06}", self.rng.u32(1..1_000_000));
        }
        time + *self.pick(&["", "", "+00:00", "+05:30", "-11:00"])
    }

    fn length(&mut self, depth: u32) -> usize {
        self.rng.usize(
            ..match depth {
                0 => 20,
                1 => 6,
                _ => 3,
            },
        )
    }

    fn key(&mut self) -> Value {
        let keys = self.holds.keys;
        match self.rng.u32(..10) {
            0 if keys >= Keys::Bytes => Value::Bytes(self.bytes()),
            // Not 0 and 1, which Python takes for the same key as False and True.
            1 if keys >= Keys::Ints => self.rng.i64(2..).into(),
            2 if keys >= Keys::Ints => (-self.rng.i64(2..)).into(),
            3 if keys == Keys::Any => Value::items(Kind::Tuple, [self.text().into(), Value::Bytes(self.bytes())]),
            4 if keys == Keys::Any => Value::None,
            _ => self.text().into(),
        }
    }

    /// Integers of all sizes; on its own one may have 128 bits.
    fn int(&mut self, alone: bool) -> Value {
        if self.holds.big_ints && !alone && self.rng.u32(..10) == 0 {
            let digits = format!("{}{}", self.rng.u128(1 << 100..), self.rng.u128(..));
            return Value::Int(if self.rng.bool() { format!("-{digits}") } else { digits });
        }
        let bits = self.rng.u32(..=if alone || self.holds.big_ints { 127 } else { 63 });
        let number = (self.rng.u128(..) & ((1 << bits) - 1)).cast_signed();
        match self.rng.u32(..8) {
            0 => u64::MAX.into(),
            1 => i64::MIN.into(),
            2..5 => (-number).into(),
            _ => number.into(),
        }
    }

    fn float(&mut self, alone: bool) -> Value {
        let float = match self.rng.u32(..4) {
            0 => *self.pick(&FLOATS),
            1 => f64::from(self.rng.i32(..)) / 100.0,
            _ => f64::from_bits(self.rng.u64(..)),
        };
        if float.is_finite() && self.rng.u32(..20) > 0 {
            float.into()
        } else if alone || self.holds.non_finite {
            (*self.pick(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY])).into()
        } else {
            0.5.into()
        }
    }

    /// Text of any characters, now and then long enough that it is worth compressing.
    pub(super) fn text(&mut self) -> String {
        match self.rng.u32(..8) {
            0 => (*self.pick(&TEXTS)).to_owned(),
            1 => (0..self.rng.usize(..30)).map(|_| self.rng.char(..)).collect(),
            2 => "compressible ".repeat(self.rng.usize(..80)),
            3 => (0..self.rng.usize(..400)).map(|_| self.rng.alphanumeric()).collect(),
            _ => (0..self.rng.usize(..12)).map(|_| self.rng.lowercase()).collect(),
        }
    }

    fn bytes(&mut self) -> Vec<u8> {
        match self.rng.u32(..4) {
            0 => self.pick(&BYTES).to_vec(),
            1 => vec![self.rng.u8(..); self.rng.usize(..600)],
            _ => (0..self.rng.usize(..40)).map(|_| self.rng.u8(..)).collect(),
        }
    }

    fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.rng.usize(..all.len())]
    }
}
