//! The values that `cpython.py` pickles.

use crate::codec::Value;
use crate::codec::{Date, DateTime, Time, TimeDelta};

fn ints(values: impl IntoIterator<Item = i128>) -> Vec<Value> {
    values.into_iter().map(Value::Int).collect()
}

fn list<V: Into<Value>>(values: impl IntoIterator<Item = V>) -> Value {
    Value::List(values.into_iter().map(Into::into).collect())
}

fn bytes(values: &[&[u8]]) -> Value {
    Value::List(values.iter().map(|bytes| Value::Bytes(bytes.to_vec())).collect())
}

fn decimals(values: &[&str]) -> Value {
    Value::List(values.iter().map(|digits| Value::Decimal((*digits).to_owned())).collect())
}

fn big(digits: &str) -> Value {
    Value::BigInt(digits.to_owned())
}

fn uuid(number: u128) -> Value {
    Value::Uuid(number.to_be_bytes())
}

fn datetime(text: &str) -> Value {
    Value::DateTime(text.parse::<DateTime>().expect("a datetime"))
}

fn date(text: &str) -> Value {
    Value::Date(text.parse::<Date>().expect("a date"))
}

fn time(text: &str) -> Value {
    Value::Time(text.parse::<Time>().expect("a time"))
}

fn delta(days: i32, seconds: u32, microseconds: u32) -> Value {
    Value::TimeDelta(TimeDelta { days, seconds, microseconds })
}

fn long(len: usize) -> String {
    "x".repeat(len)
}

fn zeros(len: i128) -> Value {
    Value::List(vec![Value::Int(0); len as usize])
}

fn counted(len: i128) -> Value {
    Value::Dict((0..len).map(|key| (Value::Int(key), Value::Int(0))).collect())
}

fn empty() -> Vec<Value> {
    Vec::new()
}

/// Returns the values by name.
pub(super) fn samples() -> Vec<(&'static str, Value)> {
    let power = |digits: usize| format!("1{}", "0".repeat(digits));
    vec![
        ("none", Value::None),
        ("bools", list([true, false])),
        (
            "ints",
            Value::List(ints([
                0,
                255,
                256,
                65535,
                65536,
                -1,
                -129,
                (1 << 31) - 1,
                1 << 31,
                -(1 << 31),
                -(1 << 31) - 1,
                (1 << 63) - 1,
                1 << 63,
                -(1 << 63),
            ])),
        ),
        (
            "long_ints",
            Value::List(
                [
                    ints([(1 << 64) - 1, i128::MAX, i128::MIN]),
                    vec![
                        big("170141183460469231731687303715884105728"),
                        big("340282366920938463463374607431768211455"),
                        big("340282366920938463463374607431768211456"),
                        big("-340282366920938463463374607431768211456"),
                        big("-170141183460469231731687303715884105729"),
                        big("-43556142965880123323311949751266331066368"),
                    ],
                ]
                .concat(),
            ),
        ),
        ("very_long", Value::List(vec![big(&power(700)), big(&format!("-{}", power(700))), big(&power(4299))])),
        ("floats", list([0.0, -0.0, 0.1, 1e300, 5e-324, f64::INFINITY, f64::NEG_INFINITY])),
        ("texts", list(["", "a", "é", "ÿ", "Ā", "ab", &long(255), &long(256), "日本 🚀"])),
        ("equal_texts", list(["", "", "a", "a", "é", "é", "ab", "ab"])),
        ("bytes", bytes(&[b"", b"a", b"\xff", b"\x00\xff", &[b'x'; 255], &[b'x'; 256]])),
        ("equal_bytes", bytes(&[b"", b"", b"a", b"a", b"aa", b"bb"])),
        ("list_0", zeros(0)),
        ("list_1", list([1])),
        ("list_999", zeros(999)),
        ("list_1000", zeros(1000)),
        ("list_1001", zeros(1001)),
        ("list_2000", zeros(2000)),
        ("tuples", Value::List((0..5).map(|len| Value::Tuple(ints(1..=len))).collect())),
        (
            "nested",
            list([list([list([list(empty())])]), Value::Tuple(vec![list(empty())]), list([Value::Tuple(empty())])]),
        ),
        ("dict_0", counted(0)),
        ("dict_1", Value::Dict(vec![(1.into(), 2.into())])),
        (
            "dict_keys",
            Value::Dict(vec![
                (Value::None, 0.into()),
                (true.into(), 1.into()),
                (2.5.into(), 2.into()),
                ("s".into(), 3.into()),
                (Value::Tuple(ints([1, 2])), 4.into()),
                (Value::Bytes(b"k".to_vec()), 5.into()),
            ]),
        ),
        ("dict_999", counted(999)),
        ("dict_1000", counted(1000)),
        ("dict_1001", counted(1001)),
        ("set_0", Value::Set(empty())),
        ("set_1", Value::Set(ints([1]))),
        ("set_3", Value::Set(ints([1, 2, 3]))),
        ("set_1000", Value::Set(ints(0..1000))),
        ("set_1001", Value::Set(ints(0..1001))),
        ("frozenset_0", Value::FrozenSet(empty())),
        ("frozenset_2", Value::FrozenSet(ints([1, 2]))),
        ("set_in_set", Value::Set(vec![Value::FrozenSet(ints([1]))])),
        ("decimals", decimals(&["1.10", "1E+5", "NaN", "-Infinity", "5", "5"])),
        ("uuids", list([uuid(0x1234_5678_1234_5678_1234_5678_1234_5678), uuid(u128::MAX), uuid(7)])),
        ("complex", list([Value::Complex(1.0, -2.0), Value::Complex(0.0, 0.5)])),
        ("naive", datetime("2024-02-29T13:14:15.123456")),
        ("utc", list([datetime("2025-01-02T03:04:05Z"), datetime("2025-01-02T03:04:06.000001Z"), time("01:00:00Z")])),
        ("offsets", list([datetime("2023-07-01T00:00:00+05:30"), datetime("2023-07-01T00:00:00-03:00:07")])),
        (
            "zones",
            list([datetime("2023-07-01T00:00:00[Europe/Berlin]"), datetime("2024-07-01T00:00:00[Europe/Berlin]")]),
        ),
        ("dates", list([date("1999-12-31"), date("0001-01-01"), date("9999-12-31")])),
        ("times", list([time("00:00"), time("23:59:58.007"), time("23:59:59.999999")])),
        (
            "deltas",
            list([delta(-3, 4000, 5), delta(0, 0, 0), delta(999_999_999, 86_399, 999_999), delta(-999_999_999, 0, 0)]),
        ),
        (
            "django",
            Value::Dict(vec![
                ("when".into(), datetime("2024-05-06T07:08:09.00001Z")),
                ("day".into(), date("2024-05-06")),
                ("price".into(), Value::Decimal("19.99".to_owned())),
                ("id".into(), uuid(1)),
                ("dur".into(), delta(0, 3600, 0)),
            ]),
        ),
        ("memo_300", list((0..300).map(|i| format!("t{i}")).chain(["a".to_owned(), "a".to_owned()]))),
        ("frame_target", list([long(65535)])),
        ("frame_exceeded", list([long(65536), long(3)])),
        ("frames", list([long(40000).into(), long(40000).into(), Value::Int(1), long(40000).into()])),
        ("frames_of_ints", Value::List(vec![Value::Int(70000); 30000])),
        ("bytes_exceed", bytes(&[&[b'x'; 65536]])),
        ("nothing_left", Value::Tuple(vec![long(70000).into()])),
    ]
}
