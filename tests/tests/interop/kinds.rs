//! Kinds of values that only Python has: what Django makes of them in each format is read as the nearest there is.

use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::codecs::{JSON, MSGPACK};
use super::in_both_styles;
use super::meeting::Meeting;
use super::value::{Kind, Value};

in_both_styles! {
    the_nearest_kind_is_read,
    tuples_are_read_as_tuples,
}

const NOW: &str = "2025-01-02T03:04:05.678901+00:00";
const NAIVE: &str = "2024-02-29T13:14:15.123456";
const EAST: &str = "2023-07-01T00:00:00.001000+05:30";
const UUID: &str = "12345678-1234-5678-1234-567812345678";

/// A value, and what of it is read from JSON and from msgpack; none where Django refuses to write it.
fn kinds() -> Vec<(Value, [Option<Value>; 2])> {
    let text = |kind, text: &str| Value::Text(kind, text.to_owned());
    let items = |kind| Value::items(kind, [Value::from(1), Value::from("a")]);
    let keyed = |key: Value| Value::dict([(key, "a")]);
    let only = |json: &str| [Some(json.into()), None];
    let list = Value::items(Kind::List, [Value::from(1), Value::from("a")]);
    vec![
        (items(Kind::Tuple), [Some(list.clone()), Some(list)]),
        (items(Kind::Set), [None, None]),
        (items(Kind::FrozenSet), [None, None]),
        (text("datetime", NOW), only("2025-01-02T03:04:05.678Z")),
        (text("datetime", NAIVE), only("2024-02-29T13:14:15.123")),
        (text("datetime", EAST), only("2023-07-01T00:00:00.001+05:30")),
        (text("date", "1999-12-31"), only("1999-12-31")),
        (text("time", "23:59:58.007000"), only("23:59:58.007")),
        (Value::TimeDelta(-3, 4000, 5), only("-P2DT22H53M19.999995S")),
        (text("decimal", "1.10"), only("1.10")),
        (text("decimal", "1E+5"), only("1E+5")),
        (text("uuid", UUID), only(UUID)),
        (keyed(5.into()), [Some(keyed("5".into())), Some(keyed(5.into()))]),
        (keyed((-5).into()), [Some(keyed("-5".into())), Some(keyed((-5).into()))]),
        (keyed(2.5.into()), [Some(keyed("2.5".into())), Some(keyed(2.5.into()))]),
        (keyed(true.into()), [Some(keyed("true".into())), Some(keyed(true.into()))]),
        (keyed(Value::None), [Some(keyed("null".into())), Some(keyed(Value::None))]),
    ]
}

async fn the_nearest_kind_is_read<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    for (column, serializer) in [JSON, MSGPACK].iter().enumerate() {
        let (ours, django) = (meeting.ours(serializer.ours()), meeting.django(serializer.django()));
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
    for serializer in [JSON, MSGPACK] {
        let (ours, django) = (meeting.ours(serializer.ours()), meeting.django(serializer.django()));
        let tuple = Value::items(Kind::Tuple, [5.into(), "text".into(), Value::None, 0.5.into()]);
        django.call("set").arg("k").arg(tuple).go();
        let read = meeting.ok(ours.get::<(u8, String, Option<bool>, f64)>("k")).await;
        assert_eq!(read, Some((5, "text".to_owned(), None, 0.5)), "{}", serializer.name);
    }
}
