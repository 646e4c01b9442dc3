use serde::{Deserialize, Serialize};

use crate::codec::{DateTime, HerdMarker, TimeDelta, Value};

fn sample() -> Value {
    Value::Dict(vec![
        ("none".into(), Value::None),
        ("bool".into(), true.into()),
        ("int".into(), (-5).into()),
        ("float".into(), 1.5.into()),
        ("big".into(), Value::BigInt("340282366920938463463374607431768211456".to_owned())),
        ("list".into(), Value::List(vec![1.into(), "a".into()])),
        ("tuple".into(), Value::Tuple(vec![1.into()])),
        ("set".into(), Value::Set(vec![1.into()])),
        ("frozenset".into(), Value::FrozenSet(vec![1.into()])),
        ("when".into(), "2024-05-06T07:08:09Z".parse::<DateTime>().expect("a datetime").into()),
        ("dur".into(), TimeDelta { days: 1, seconds: 0, microseconds: 0 }.into()),
        ("price".into(), Value::Decimal("1.10".to_owned())),
        ("id".into(), Value::Uuid([1; 16])),
        ("complex".into(), Value::Complex(1.0, -2.0)),
    ])
}

const JSON: &str = r#"{"none":null,"bool":true,"int":-5,"float":1.5,"big":"340282366920938463463374607431768211456","list":[1,"a"],"tuple":[1],"set":[1],"frozenset":[1],"when":"2024-05-06T07:08:09Z","dur":"PT24H","price":"1.10","id":"01010101-0101-0101-0101-010101010101","complex":[1.0,-2.0]}"#;

#[test]
fn other_formats_write_the_nearest_kind() {
    assert_eq!(serde_json::to_string(&sample()).expect("it can be written"), JSON);
}

#[test]
fn other_formats_read_plain_kinds() {
    let Value::Dict(entries) = serde_json::from_str(JSON).expect("it can be read") else { panic!("no dict") };
    let get = |name: &str| &entries.iter().find(|(key, _)| *key == name.into()).expect("an entry").1;
    assert_eq!(get("int"), &(-5).into());
    assert_eq!(get("set"), &Value::List(vec![1.into()]));
    assert_eq!(get("when"), &"2024-05-06T07:08:09Z".into());
    let plain = Value::Dict(entries.clone());
    assert_eq!(serde_json::to_string(&plain).expect("it can be written"), JSON);
    assert_eq!(serde_json::from_str::<Value>("18446744073709551615").expect("a number"), u64::MAX.into());
}

#[test]
fn values_may_stand_in_structs() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Session {
        expires: DateTime,
        length: TimeDelta,
        data: Value,
        more: Option<Value>,
    }

    let session = Session {
        expires: "2024-05-06T07:08:09+02:00".parse().expect("a datetime"),
        length: TimeDelta::from_micros(1_500_000),
        data: vec![Value::None].into(),
        more: None,
    };
    let json = r#"{"expires":"2024-05-06T07:08:09+02:00","length":"PT1.5S","data":[null],"more":null}"#;
    assert_eq!(serde_json::to_string(&session).expect("it can be written"), json);
    assert_eq!(serde_json::from_str::<Session>(json).expect("it can be read"), session);
    let error = serde_json::from_str::<DateTime>("\"soon\"").expect_err("no datetime").to_string();
    assert!(error.contains("found 'soon', expected a date with a time"), "{error}");
}

#[test]
fn an_enum_of_another_format_is_no_value() {
    // What a format may answer that knows enums, but nothing of kinds.
    struct Enums;

    impl<'de> serde::Deserializer<'de> for Enums {
        type Error = serde::de::value::Error;

        fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            visitor.visit_enum(serde::de::value::U32Deserializer::new(200))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    let error = Value::deserialize(Enums).expect_err("no kind").to_string();
    assert!(error.contains("an enum is no value of this type"), "{error}");
}

#[test]
fn the_herd_marker_is_a_unit_elsewhere() {
    assert_eq!(serde_json::to_string(&(HerdMarker, 1)).expect("it can be written"), "[null,1]");
    assert_eq!(serde_json::from_str::<(HerdMarker, u8)>("[null,1]").expect("it can be read"), (HerdMarker, 1));
    let error = serde_json::from_str::<HerdMarker>("1").expect_err("no marker").to_string();
    assert!(error.contains("expected the marker of the herd client"), "{error}");
}

#[test]
fn conversions() {
    assert_eq!(Value::from(None::<u8>), Value::None);
    assert_eq!(Value::from(Some("a")), Value::Str("a".to_owned()));
    assert_eq!(Value::default(), Value::None);
}
