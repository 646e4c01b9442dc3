//! Pickles of Python, read as types of Rust.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{read, refused, write};
use crate::codec::{DateTime, TimeDelta, Value};

/// What `pickle.dumps` makes of the fields below, in protocol 4: `dict:django` of the recorded values.
const DJANGO: &[u8] = b"\x80\x04\x95\xdf\0\0\0\0\0\0\0}\x94(\x8c\x04when\x94\x8c\x08datetime\x94\x8c\x08datetime\x94\x93\
\x94C\x0a\x07\xe8\x05\x06\x07\x08\x09\0\0\x0a\x94h\x02\x8c\x08timezone\x94\x93\x94h\x02\x8c\x09timedelta\x94\x93\x94K\0K\
\0K\0\x87\x94R\x94\x85\x94R\x94\x86\x94R\x94\x8c\x03day\x94h\x02\x8c\x04date\x94\x93\x94C\x04\x07\xe8\x05\x06\x94\x85\x94R\
\x94\x8c\x05price\x94\x8c\x07decimal\x94\x8c\x07Decimal\x94\x93\x94\x8c\x0519.99\x94\x85\x94R\x94\x8c\x02id\x94\x8c\x04uui\
d\x94\x8c\x04UUID\x94\x93\x94)\x81\x94}\x94\x8c\x03int\x94K\x01sb\x8c\x03dur\x94h\x09K\0M\x10\x0eK\0\x87\x94R\x94u.";

#[test]
fn objects_are_read_by_the_crates_for_them() {
    #[derive(Deserialize)]
    struct Order<W, D, P, I, U> {
        when: W,
        day: D,
        price: P,
        id: I,
        dur: U,
    }

    type Chrono =
        Order<chrono::DateTime<chrono::Utc>, chrono::NaiveDate, rust_decimal::Decimal, uuid::Uuid, chrono::TimeDelta>;
    let order: Chrono = read(DJANGO);
    assert_eq!(order.when.to_rfc3339(), "2024-05-06T07:08:09.000010+00:00");
    assert_eq!(order.day.to_string(), "2024-05-06");
    assert_eq!(order.price.to_string(), "19.99");
    assert_eq!(order.id, uuid::Uuid::from_u128(1));
    assert_eq!(order.dur, chrono::TimeDelta::hours(1));

    type Jiff = Order<jiff::Timestamp, jiff::civil::Date, String, String, jiff::SignedDuration>;
    let order: Jiff = read(DJANGO);
    assert_eq!(order.when.to_string(), "2024-05-06T07:08:09.00001Z");
    assert_eq!(order.day.to_string(), "2024-05-06");
    assert_eq!((&*order.price, &*order.id), ("19.99", "00000000-0000-0000-0000-000000000001"));
    assert_eq!(order.dur, jiff::SignedDuration::from_hours(1));

    type Plain = Order<DateTime, String, String, String, Duration>;
    let order: Plain = read(DJANGO);
    assert_eq!(order.when.to_string(), "2024-05-06T07:08:09.000010Z");
    assert_eq!(order.day, "2024-05-06");
    assert_eq!(order.dur, Duration::from_secs(3600));

    let order: Order<IgnoredAny, IgnoredAny, IgnoredAny, Bytes, f64> = read(DJANGO);
    assert_eq!(order.id.0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(order.dur, 3600.0);
}

#[test]
fn the_time_crate_reads_rfc_3339() {
    #[derive(Deserialize)]
    struct At {
        #[serde(with = "time::serde::rfc3339")]
        when: time::OffsetDateTime,
    }

    let at: At = read(DJANGO);
    assert_eq!(at.when.unix_timestamp_nanos(), 1_714_979_289_000_010_000);
}

#[test]
fn times_without_a_zone_are_told_apart() {
    let naive = write(&Value::DateTime("2024-02-29T13:14:15.123456".parse().expect("a datetime")));
    let expected = "2024-02-29T13:14:15.123456";
    assert_eq!(read::<chrono::NaiveDateTime>(&naive).to_string(), "2024-02-29 13:14:15.123456");
    assert_eq!(read::<jiff::civil::DateTime>(&naive).to_string(), expected);
    assert_eq!(read::<String>(&naive), expected);
    assert!(refused::<chrono::DateTime<chrono::Utc>>(&naive).contains("chrono"));

    let berlin = write(&Value::DateTime("2024-02-29T13:14:15[Europe/Berlin]".parse().expect("a datetime")));
    assert_eq!(read::<String>(&berlin), "2024-02-29T13:14:15[Europe/Berlin]");
    let time = write(&Value::Time("01:02:03.5".parse().expect("a time")));
    assert_eq!(read::<chrono::NaiveTime>(&time).to_string(), "01:02:03.500");
    assert_eq!(read::<jiff::civil::Time>(&time).to_string(), "01:02:03.5");
}

#[test]
fn durations_below_zero() {
    let delta = TimeDelta { days: -1, seconds: 86_399, microseconds: 500_000 };
    let bytes = write(&Value::TimeDelta(delta));
    assert_eq!(read::<String>(&bytes), "-PT0.5S");
    assert_eq!(read::<f64>(&bytes), -0.5);
    assert_eq!(read::<jiff::SignedDuration>(&bytes), jiff::SignedDuration::from_millis(-500));
    assert_eq!(read::<chrono::TimeDelta>(&bytes), chrono::TimeDelta::milliseconds(-500));
    assert_eq!(read::<TimeDelta>(&bytes), delta);
    assert!(refused::<Duration>(&bytes).contains("found the duration -PT0.5S, expected none below zero"));
}

/// What serde calls bytes, as the crate `serde_bytes` reads it.
#[derive(Debug, PartialEq)]
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }

        deserializer.deserialize_bytes(Visitor)
    }
}

#[test]
fn bytes_are_bytes_and_numbers() {
    for pickled in [&b"C\x02\x01\xff."[..], b"c_codecs\nencode\n(V\x01\xff\nVlatin1\ntR."] {
        assert_eq!(read::<Bytes>(pickled).0, [1, 255]);
        assert_eq!(read::<Vec<u8>>(pickled), [1, 255]);
        assert_eq!(read::<[u8; 2]>(pickled), [1, 255]);
    }
    assert_eq!(read::<Vec<u8>>(b"](K\x01K\xffe."), [1, 255]);
    // A text with a lone surrogate is none in Rust, but its bytes can be had.
    let lone = b"\x8c\x05x\xed\xa0\x80y.";
    assert!(refused::<String>(lone).contains("lone surrogate"));
    assert_eq!(read::<Bytes>(lone).0, b"x\xed\xa0\x80y");
}

#[test]
fn whole_numbers_of_any_size() {
    let beyond = write(&Value::BigInt("-340282366920938463463374607431768211457".to_owned()));
    assert_eq!(read::<String>(&beyond), "-340282366920938463463374607431768211457");
    assert!(refused::<i128>(&beyond).contains("a whole number beyond 128 bits"));
    assert_eq!(read::<u128>(&write(&u128::MAX)), u128::MAX);
    assert_eq!(read::<i128>(&write(&i128::MIN)), i128::MIN);
    assert_eq!(read::<u64>(&write(&u64::MAX)), u64::MAX);
    assert!(refused::<u64>(&write(&-1)).contains("-1"));
    assert!(refused::<u8>(&write(&256)).contains("256"));
    assert_eq!(read::<f64>(b"K\x05."), 5.0);
    assert_eq!(read::<f64>(&write(&i128::MIN)), -(2.0_f64.powi(127)));
    assert_eq!(read::<f64>(&beyond), -(2.0_f64.powi(128)));
    // The bytes of 4300 digits, and of more.
    let most = format!("1{}", "0".repeat(4299));
    assert_eq!(read::<String>(&write(&Value::BigInt(most.clone()))), most);
    assert!(
        refused::<String>(
            b"\x8b\xfb\x06\0\0".iter().copied().chain([7; 1787]).chain(*b".").collect::<Vec<_>>().as_slice()
        )
        .contains("found a whole number of 1787 bytes, expected one of at most 4300 digits")
    );
}

#[test]
fn containers_of_all_kinds() {
    assert_eq!(read::<Vec<u8>>(b"K\x01K\x02\x86."), [1, 2]);
    assert_eq!(read::<(u8, String)>(b"](K\x01\x8c\x01ae."), (1, "a".to_owned()));
    assert_eq!(read::<HashSet<u8>>(b"\x8f(K\x01K\x02\x90."), HashSet::from([1, 2]));
    assert_eq!(read::<HashMap<u8, bool>>(b"}(K\x01\x88K\x02\x89u."), HashMap::from([(1, true), (2, false)]));
    assert_eq!(read::<BTreeMap<(u8, u8), ()>>(b"}K\x01K\x02\x86Ns."), BTreeMap::from([((1, 2), ())]));
    assert_eq!(read::<Option<Vec<Option<u8>>>>(b"](NK\x01e."), Some(vec![None, Some(1)]));
    assert_eq!(read::<Vec<u64>>(b"cbuiltins\nrange\nK\x01K\x0aK\x02\x87R."), [1, 3, 5, 7, 9]);
    assert_eq!(read::<(f64, f64)>(&write(&Value::Complex(1.0, -2.0))), (1.0, -2.0));
    assert!(refused::<(u8, u8)>(b"](K\x01K\x02K\x03e.").contains("found 1 items more than expected"));
    assert!(refused::<(u8, u8, u8)>(b"](K\x01K\x02e.").contains("2"));
    assert!(refused::<HashMap<String, u8>>(b"}K\x01K\x02s.").contains("expected a string"));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Empty,
    Circle(f64),
    Line(u8, u8),
    Box { width: u8, height: u8 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Tagged {
    Empty,
    Box { width: u8 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value")]
enum Adjacent {
    Empty,
    Circle(f64),
    Line(u8, u8),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Text(String),
    Numbers(Vec<u8>),
    Box { width: u8 },
}

#[test]
fn enums_in_all_representations() {
    #[track_caller]
    fn is<T: Serialize + for<'de> Deserialize<'de> + PartialEq + std::fmt::Debug>(value: T, pickled: &[u8]) {
        assert_eq!(read::<T>(pickled), value);
        assert_eq!(read::<T>(&write(&value)), value);
        assert_eq!(read::<Value>(&write(&value)), read::<Value>(pickled));
    }

    is(Shape::Empty, b"\x8c\x05Empty.");
    is(Shape::Circle(1.0), b"}\x8c\x06CircleG\x3f\xf0\0\0\0\0\0\0s.");
    is(Shape::Line(1, 2), b"}\x8c\x04LineK\x01K\x02\x86s.");
    is(Shape::Box { width: 1, height: 2 }, b"}\x8c\x03Box}(\x8c\x05widthK\x01\x8c\x06heightK\x02us.");
    is(Tagged::Empty, b"}\x8c\x04type\x8c\x05Emptys.");
    is(Tagged::Box { width: 1 }, b"}(\x8c\x04type\x8c\x03Box\x8c\x05widthK\x01u.");
    is(Adjacent::Empty, b"}\x8c\x04type\x8c\x05Emptys.");
    is(Adjacent::Circle(1.0), b"}(\x8c\x04type\x8c\x06Circle\x8c\x05valueG\x3f\xf0\0\0\0\0\0\0u.");
    is(Adjacent::Line(1, 2), b"}(\x8c\x04type\x8c\x04Line\x8c\x05valueK\x01K\x02\x86u.");
    is(Untagged::Text("a".to_owned()), b"\x8c\x01a.");
    is(Untagged::Numbers(vec![1]), b"]K\x01a.");
    is(Untagged::Box { width: 1 }, b"}\x8c\x05widthK\x01s.");

    assert!(refused::<Shape>(b"\x8c\x06Circle.").contains("a variant that holds nothing, expected one with a value"));
    assert!(refused::<Shape>(b"}\x8c\x05EmptyK\x01s.").contains("a variant with a value"));
    assert!(refused::<Shape>(b"}(\x8c\x01aN\x8c\x01bNu.").contains("found a dict of 2 entries, expected one"));
    assert!(refused::<Shape>(b"\x8c\x06Square.").contains("unknown variant `Square`"));
}
