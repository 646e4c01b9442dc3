//! Dates, times, UUIDs and decimals of the crates that services use for them.

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{among, keeps, self_describing};
use crate::codec::tests::serializers;

#[track_caller]
fn parse<T: std::str::FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("valid")
}

fn rfc3339(text: &str) -> time::OffsetDateTime {
    time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).expect("valid")
}

/// Says that `text`, as Python writes it, is read as `value`.
#[track_caller]
fn from_python<T: DeserializeOwned + PartialEq + Debug>(text: &str, value: T) {
    for serializer in self_describing() {
        let bytes = serializer.serialize(text).expect("a text");
        assert_eq!(serializer.deserialize::<T>(&bytes).unwrap_or_else(|error| panic!("{error}")), value);
    }
}

/// Says that `value` is the text that Python parses.
#[track_caller]
fn to_python<T: Serialize>(value: &T, text: &str) {
    for serializer in among(&["json", "msgspec_json", "msgpack", "msgspec_msgpack"]) {
        let bytes = serializer.serialize(value).expect("a value");
        assert_eq!(serializer.deserialize::<String>(&bytes).expect("a text"), text);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Moments {
    chrono: chrono::DateTime<chrono::Utc>,
    offset: chrono::DateTime<chrono::FixedOffset>,
    naive: chrono::NaiveDateTime,
    date: chrono::NaiveDate,
    clock: chrono::NaiveTime,
    jiff: jiff::Timestamp,
    civil: jiff::civil::DateTime,
    day: jiff::civil::Date,
    span: jiff::SignedDuration,
    #[serde(with = "time::serde::rfc3339")]
    time: time::OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    maybe: Option<time::OffsetDateTime>,
    time_date: time::Date,
    uuid: uuid::Uuid,
}

fn moments() -> Moments {
    Moments {
        chrono: parse("2025-01-02T03:04:05.678901Z"),
        offset: parse("2023-07-01T00:00:00.001+05:30"),
        naive: parse("2024-02-29T13:14:15.123456"),
        date: parse("1999-12-31"),
        clock: parse("23:59:58.007"),
        jiff: parse("2025-01-02T03:04:05.678901Z"),
        civil: parse("2024-02-29T13:14:15.123456"),
        day: parse("1999-12-31"),
        span: parse("-PT1H30M"),
        time: rfc3339("2023-07-01T00:00:00.001+05:30"),
        maybe: None,
        time_date: time::Date::from_calendar_date(1999, time::Month::December, 31).expect("valid"),
        uuid: parse("12345678-1234-5678-1234-567812345678"),
    }
}

#[test]
fn all_of_them_are_kept() {
    for serializer in serializers() {
        keeps(&serializer, &moments());
        keeps(&serializer, &vec![Some(moments())]);
    }
}

#[test]
fn what_django_and_msgspec_write_is_read() {
    for text in [
        "2025-01-02T03:04:05Z",
        "2025-01-02T03:04:05.678Z",
        "2025-01-02T03:04:05.678901Z",
        "2023-07-01T00:00:00.001+05:30",
    ] {
        from_python(text, parse::<chrono::DateTime<chrono::Utc>>(text));
        from_python(text, parse::<chrono::DateTime<chrono::FixedOffset>>(text));
        from_python(text, parse::<jiff::Timestamp>(text));
    }
    for text in ["2024-02-29T13:14:15.123", "2024-02-29T13:14:15.123456", "2024-02-29T13:14:15"] {
        from_python(text, parse::<chrono::NaiveDateTime>(text));
        from_python(text, parse::<jiff::civil::DateTime>(text));
    }
    from_python("1999-12-31", parse::<chrono::NaiveDate>("1999-12-31"));
    from_python("1999-12-31", parse::<jiff::civil::Date>("1999-12-31"));
    from_python("23:59:58.007", parse::<chrono::NaiveTime>("23:59:58.007"));
    from_python("23:59:58.007", parse::<jiff::civil::Time>("23:59:58.007"));
    for text in ["P0DT01H00M00S", "-P2DT22H53M19.999995S", "PT3600S"] {
        for serializer in self_describing() {
            let bytes = serializer.serialize(text).expect("a text");
            let read: jiff::Span = serializer.deserialize(&bytes).expect("a span");
            assert_eq!(read.fieldwise(), parse::<jiff::Span>(text).fieldwise());
        }
    }
    for text in ["1.10", "123", "19.99", "1E+5"] {
        let value = parse::<rust_decimal::Decimal>(text).to_string();
        for serializer in self_describing() {
            let bytes = serializer.serialize(text).expect("a text");
            let read: rust_decimal::Decimal = serializer.deserialize(&bytes).expect("a decimal");
            assert_eq!(read.to_string(), value);
        }
    }
}

#[test]
fn what_is_written_is_text_that_python_parses() {
    let moments = moments();
    to_python(&moments.chrono, "2025-01-02T03:04:05.678901Z");
    to_python(&moments.offset, "2023-07-01T00:00:00.001+05:30");
    to_python(&moments.naive, "2024-02-29T13:14:15.123456");
    to_python(&moments.date, "1999-12-31");
    to_python(&moments.clock, "23:59:58.007");
    to_python(&moments.jiff, "2025-01-02T03:04:05.678901Z");
    to_python(&moments.civil, "2024-02-29T13:14:15.123456");
    to_python(&moments.time_date, "1999-12-31");
    to_python(&moments.span, "-PT1H30M");
    to_python(&moments.uuid, "12345678-1234-5678-1234-567812345678");
    to_python(&rust_decimal::Decimal::new(110, 2), "1.10");
    // Without the `with` of the field it is not what Python parses.
    to_python(&moments.time, "2023-07-01 00:00:00.001 +05:30:00");
}
