use proptest::collection::vec;
use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::{pickle, protocol};
use crate::codec::{Date, DateTime, Time, TimeDelta, Value, Zone};

fn zone() -> impl Strategy<Value = Option<Zone>> {
    prop_oneof![
        Just(None),
        Just(Some(Zone::Utc)),
        (-86_399..86_400_i32).prop_map(|seconds| Some(if seconds == 0 { Zone::Utc } else { Zone::Offset(seconds) })),
        "[A-Z][a-z]{2,5}/[A-Z][a-z_]{2,9}".prop_map(|name| Some(Zone::Named(name.into()))),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    (1..=9999_u16, 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| Date { year, month, day })
}

fn time() -> impl Strategy<Value = Time> {
    (0..24_u8, 0..60_u8, 0..60_u8, 0..1_000_000_u32, zone())
        .prop_map(|(hour, minute, second, microsecond, zone)| Time { hour, minute, second, microsecond, zone })
}

fn delta() -> impl Strategy<Value = TimeDelta> {
    (-999_999_999..=999_999_999_i32, 0..86_400_u32, 0..1_000_000_u32)
        .prop_map(|(days, seconds, microseconds)| TimeDelta { days, seconds, microseconds })
}

/// Any value but one with a NaN, which is equal to nothing.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::Bool),
        any::<i128>().prop_map(Value::Int),
        any::<i64>().prop_map(|value| Value::Int(value.into())),
        any::<i8>().prop_map(|value| Value::Int(value.into())),
        "-?[1-9][0-9]{39,300}".prop_map(Value::BigInt),
        any::<f64>().prop_filter("a number", |float| !float.is_nan()).prop_map(Value::Float),
        any::<String>().prop_map(Value::Str),
        ".?".prop_map(Value::Str),
        "x{250,260}".prop_map(Value::Str),
        vec(any::<u8>(), 0..20).prop_map(Value::Bytes),
        (date(), time()).prop_map(|(date, time)| Value::DateTime(DateTime { date, time })),
        date().prop_map(Value::Date),
        time().prop_map(Value::Time),
        delta().prop_map(Value::TimeDelta),
        "-?[0-9]{1,20}(\\.[0-9]{1,9})?(E[+-][0-9]{1,3})?".prop_map(Value::Decimal),
        any::<[u8; 16]>().prop_map(Value::Uuid),
        (any::<i32>(), any::<i32>()).prop_map(|(re, im)| Value::Complex(re.into(), im.into())),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        let values = || vec(inner.clone(), 0..6);
        prop_oneof![
            values().prop_map(Value::List),
            values().prop_map(Value::Tuple),
            values().prop_map(Value::Set),
            values().prop_map(Value::FrozenSet),
            vec((inner.clone(), inner.clone()), 0..6).prop_map(Value::Dict),
        ]
    })
}

/// Opcodes over-represented, so that something is run.
fn program() -> impl Strategy<Value = Vec<u8>> {
    let step = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        prop::sample::select(
            b"(.012NRabcdegijlopqrstuhG)]}\x81\x82\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8f\x90\x91\x92\x93\x94".to_vec()
        )
        .prop_map(|byte| vec![byte]),
        any::<u8>().prop_map(|byte| vec![b'K', byte]),
        Just(b"\x8c\x03int".to_vec()),
        Just(b"C\x04\x07\xe8\x01\x01".to_vec()),
        prop::sample::select(vec![
            "datetime\ndatetime",
            "datetime\ndate",
            "datetime\ntimezone",
            "datetime\ntimedelta",
            "uuid\nUUID",
            "builtins\nset",
            "builtins\ngetattr",
            "collections\nOrderedDict",
            "os\nsystem",
            "copyreg\n_reconstructor",
            "_codecs\nencode",
            "builtins\nrange",
        ])
        .prop_map(|path| format!("c{path}\n").into_bytes()),
    ];
    vec(step, 0..60).prop_map(|steps| [steps.concat(), b".".to_vec()].concat())
}

/// What a pickle may mention without being long: nothing that was read may be much larger.
fn size(value: &Value) -> usize {
    match value {
        Value::List(values) | Value::Tuple(values) | Value::Set(values) | Value::FrozenSet(values) => {
            1 + values.iter().map(size).sum::<usize>()
        }
        Value::Dict(entries) => 1 + entries.iter().map(|(key, value)| size(key) + size(value)).sum::<usize>(),
        _ => 1,
    }
}

proptest! {
    #[test]
    fn values_round_trip(value in value()) {
        for number in 2..=5 {
            let bytes = protocol(number).serialize(&value).expect("it can be written");
            prop_assert_eq!(&protocol(number).deserialize::<Value>(&bytes).expect("it can be read"), &value);
            prop_assert!(pickle(&[]).deserialize::<IgnoredAny>(&bytes).is_ok());
        }
    }

    #[test]
    fn programs_never_panic(bytes in program()) {
        let limited = pickle(&[("max_nodes", 1000), ("max_depth", 20)]);
        if let Ok(value) = limited.deserialize::<Value>(&bytes) {
            prop_assert!(size(&value) <= 1001);
        }
        let _ = limited.deserialize::<Vec<(String, f64)>>(&bytes);
        let _ = limited.deserialize::<std::collections::BTreeMap<String, Vec<u8>>>(&bytes);
        let _ = limited.deserialize::<Option<std::time::Duration>>(&bytes);
    }

    #[test]
    fn a_changed_byte_never_panics(value in value(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = protocol(4).serialize(&value).expect("it can be written");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = pickle(&[]).deserialize::<Value>(&bytes);
    }
}
