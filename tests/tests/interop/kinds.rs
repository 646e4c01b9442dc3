//! Kinds of values that only Python has: what Django makes of them in each format is read as the nearest there is.

use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::codecs::{JSON, MSGPACK, MSGSPEC_JSON, MSGSPEC_MSGPACK, PICKLE, Serializer};
use super::in_both_styles;
use super::meeting::Meeting;
use super::value::{Kind, Value};

in_both_styles! {
    the_nearest_kind_is_read,
    tuples_are_read_as_tuples,
}

const FORMATS: [Serializer; 4] = [JSON, MSGPACK, MSGSPEC_JSON, MSGSPEC_MSGPACK];

const NOW: &str = "2025-01-02T03:04:05.678901+00:00";
const NAIVE: &str = "2024-02-29T13:14:15.123456";
const EAST: &str = "2023-07-01T00:00:00.001000+05:30";
const UUID: &str = "12345678-1234-5678-1234-567812345678";

/// A value, and what of it is read from each of `FORMATS`; none where Django refuses to write it.
fn kinds() -> Vec<(Value, [Option<Value>; 4])> {
    let items = |kind| Value::items(kind, [Value::from(1), Value::from("a")]);
    let list = || Some(items(Kind::List));
    let keyed = |key: Value| Value::dict([(key, "a")]);
    let key = |key: Value, text: &str, in_msgspec: bool| {
        let (text, key) = (Some(keyed(text.into())), keyed(key));
        (key.clone(), [text.clone(), Some(key.clone()), text.filter(|_| in_msgspec), Some(key)])
    };
    let text = |kind, text: &str, texts: [&str; 3]| {
        let [json, msgspec_json, msgspec_msgpack] = texts.map(|text| Some(text.into()));
        (Value::Text(kind, text.to_owned()), [json, None, msgspec_json, msgspec_msgpack])
    };
    let delta = [
        Some("-P2DT22H53M19.999995S".into()),
        None,
        Some("-P2DT82399.999995S".into()),
        Some("-P2DT82399.999995S".into()),
    ];
    vec![
        (items(Kind::Tuple), [list(), list(), list(), list()]),
        (Value::items(Kind::Set, [1.into()]), [None, None, Some(Value::list([1])), Some(Value::list([1]))]),
        (Value::items(Kind::FrozenSet, [1.into()]), [None, None, Some(Value::list([1])), Some(Value::list([1]))]),
        text(
            "datetime",
            NOW,
            ["2025-01-02T03:04:05.678Z", "2025-01-02T03:04:05.678901Z", "2025-01-02T03:04:05.678901Z"],
        ),
        text("datetime", NAIVE, ["2024-02-29T13:14:15.123", NAIVE, NAIVE]),
        // In msgspec's msgpack a time zone is lost, the time is not.
        text("datetime", EAST, ["2023-07-01T00:00:00.001+05:30", EAST, "2023-06-30T18:30:00.001000Z"]),
        text("date", "1999-12-31", ["1999-12-31"; 3]),
        text("time", "23:59:58.007000", ["23:59:58.007", "23:59:58.007000", "23:59:58.007000"]),
        (Value::TimeDelta(-3, 4000, 5), delta),
        text("decimal", "1.10", ["1.10"; 3]),
        text("decimal", "1E+5", ["1E+5"; 3]),
        text("uuid", UUID, [UUID; 3]),
        key(5.into(), "5", true),
        key((-5).into(), "-5", true),
        key(2.5.into(), "2.5", true),
        key(true.into(), "true", false),
        key(Value::None, "null", false),
    ]
}

async fn the_nearest_kind_is_read<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    for (column, serializer) in FORMATS.iter().enumerate() {
        let (ours, django) = meeting.with(serializer, "identity");
        for (value, nearest) in kinds() {
            // Within a list: numbers and the like alone are not serialized.
            let written = django.call("set").arg("k").arg(Value::list([value.clone()])).tried();
            match &nearest[column] {
                None => assert_eq!(written.expect_err("Django refuses").name, "TypeError", "{value}"),
                Some(nearest) => {
                    written.unwrap_or_else(|raised| panic!("{}: {value}: {raised:?}", serializer.name));
                    let read = meeting.ok(ours.get::<Vec<Value>>("k")).await;
                    assert_eq!(read.as_deref(), Some([nearest.clone()].as_slice()), "{}: {value}", serializer.name);
                }
            }
        }
    }
}

async fn tuples_are_read_as_tuples<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    for serializer in FORMATS.iter().chain([&PICKLE]) {
        let (ours, django) = meeting.with(serializer, "identity");
        let tuple = Value::items(Kind::Tuple, [5.into(), "text".into(), Value::None, 0.5.into()]);
        django.call("set").arg("k").arg(tuple).go();
        let read = meeting.ok(ours.get::<(u8, String, Option<bool>, f64)>("k")).await;
        assert_eq!(read, Some((5, "text".to_owned(), None, 0.5)), "{}", serializer.name);
    }
}
