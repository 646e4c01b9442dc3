//! What the operations are called with.

use std::fmt;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;
use serde::{Deserialize, Serialize};
use valkey_cache::prelude::*;

use super::ParityCache;
use super::operations::{ANY, OPERATIONS, Operation};

/// A value; what is read may be any of them.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    Int(i64),
    Float(f64),
    Text(String),
}

/// One operation and what it is called with; each takes what it needs.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) operation: Operation,
    pub(super) key: &'static str,
    pub(super) other: &'static str,
    pub(super) field: &'static str,
    pub(super) value: Value,
    pub(super) values: Vec<Value>,
    pub(super) int: i64,
    pub(super) stop: i64,
    pub(super) float: f64,
    pub(super) upper: f64,
    pub(super) timeout: Timeout,
    pub(super) pattern: &'static str,
    pub(super) version: Option<u64>,
    pub(super) flags: [bool; 4],
}

impl Step {
    pub(super) fn run(&self, cache: &ParityCache) -> String {
        (self.operation.2)(cache, self)
    }

    /// Returns the values with scores.
    pub(super) fn scored(&self) -> Vec<(&Value, f64)> {
        self.values.iter().zip([self.float, self.upper, 1.0]).collect()
    }

    /// Returns a time that is zero or so long that it does not pass in the test.
    pub(super) fn time(&self) -> Duration {
        self.timeout.duration().unwrap_or(Duration::from_secs(5000))
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, key, other, field, value, values, int, stop, float, upper, .. } = self;
        write!(f, "{}(key={key} other={other} field={field} value={value:?} values={values:?}", operation.0)?;
        write!(f, " int={int} stop={stop} float={float} upper={upper} timeout={}", self.timeout)?;
        write!(f, " pattern={} version={:?} flags={:?})", self.pattern, self.version, self.flags)
    }
}

pub(super) fn sequences() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(steps(), 1..60)
}

fn steps() -> impl Strategy<Value = Step> {
    let words = (operations(), select(&["f", "g", ""][..]), values());
    let numbers = (ints(), -4_i64..5, floats(), floats(), timeouts());
    let rest = (prop::collection::vec(values(), 0..4), select(PATTERNS), versions(), any::<[bool; 4]>());
    (words, numbers, rest).prop_map(|(words, numbers, rest)| {
        let ((operation, key, other), field, value) = words;
        let (int, stop, float, upper, timeout) = numbers;
        let (values, pattern, version, flags) = rest;
        Step { operation, key, other, field, value, values, int, stop, float, upper, timeout, pattern, version, flags }
    })
}

const PATTERNS: &[&str] = &["*", "a", "a*", "?", "[ab]", "[^a]", "*:*", "\\*", "zz*", "[a-b]*", "a\\", "[", "**b"];

/// Draws an operation and two keys: mostly of the kind that the operation is for, now and then of another.
fn operations() -> impl Strategy<Value = (Operation, &'static str, &'static str)> {
    (select(OPERATIONS), 0..ANY.len(), 0..ANY.len(), prop::bool::weighted(0.05)).prop_map(
        |(operation, key, other, stray)| {
            let keys = operation.1;
            let key = if stray { ANY[key] } else { keys[key % keys.len()] };
            (operation, key, keys[other % keys.len()])
        },
    )
}

fn versions() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![6 => Just(None), 1 => Just(Some(2)), 1 => Just(Some(0))]
}

fn values() -> impl Strategy<Value = Value> {
    let texts = ["", "x", "y", "five", "1", "a text that is long enough for a compressor to take notice of"];
    prop_oneof![
        3 => (-3_i64..4).prop_map(Value::Int),
        1 => select(&[i64::MAX, i64::MIN, 1 << 53][..]).prop_map(Value::Int),
        1 => select(&[0.5, -1.25, 1e300, 3.0][..]).prop_map(Value::Float),
        3 => select(texts.to_vec()).prop_map(|text| Value::Text(text.to_owned())),
    ]
}

fn ints() -> impl Strategy<Value = i64> {
    prop_oneof![8 => -4_i64..5, 1 => select(&[i64::MAX, i64::MIN, 100, -100][..])]
}

fn floats() -> impl Strategy<Value = f64> {
    let special = [f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-300, 0.1, 1e17, f64::NAN, f64::MAX];
    prop_oneof![5 => (-3_i32..4).prop_map(|n| f64::from(n) / 2.0), 1 => select(special.to_vec())]
}

fn timeouts() -> impl Strategy<Value = Timeout> {
    prop_oneof![
        2 => Just(Timeout::Never),
        1 => Just(Timeout::After(Duration::ZERO)),
        3 => (1_u64..5).prop_map(|n| Timeout::After(Duration::from_secs(n * 10_000))),
    ]
}
