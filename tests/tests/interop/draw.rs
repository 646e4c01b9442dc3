//! Random values.

use fastrand::Rng;

use super::value::Value;

/// What a serializer can hold within a value. On its own every number can be stored, as decimal text.
#[derive(Clone, Copy)]
pub(super) struct Holds {
    pub(super) bytes: bool,
    /// NaN and the infinities.
    pub(super) non_finite: bool,
    /// Integers that do not fit into 64 bits.
    pub(super) big_ints: bool,
    pub(super) keys: Keys,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Keys {
    Text,
    TextAndBytes,
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
        match (self.holds.keys, self.rng.u32(..10)) {
            (Keys::TextAndBytes, 0) => Value::Bytes(self.bytes()),
            _ => self.text().into(),
        }
    }

    /// Integers of all sizes; on its own one may have 128 bits.
    fn int(&mut self, alone: bool) -> Value {
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
