//! The extensions of MessagePack, of which msgspec writes date-times as timestamps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::bytes::Bytes;
use super::{among, reads, refuses_to_read, writes};
use crate::codec::Value;

const MSGPACK: &[&str] = &["msgpack", "msgspec_msgpack"];

#[test]
fn timestamps_are_read_as_text_and_as_what_reads_text() {
    let text = "2025-01-02T03:04:05.678901Z";
    for name in MSGPACK {
        let bytes = b"\xd7\xff\xa1\xdc\xd4 gv\x02%";
        reads(name, bytes, text.to_owned());
        reads(name, bytes, Some(text.to_owned()));
        reads(name, bytes, serde_json::json!(text));
        reads(name, bytes, Value::from(text));
        reads(
            name,
            [&b"\x81\xa1k\x91"[..], bytes].concat(),
            Value::Dict(vec![("k".into(), Value::List(vec![text.into()]))]),
        );
        reads(name, bytes, text.parse::<DateTime<Utc>>().expect("a date"));
        reads(name, bytes, text.parse::<jiff::Timestamp>().expect("a date"));
        reads(name, b"\xd6\xffgv\x02%", "2025-01-02T03:04:05Z".to_owned());
        reads(name, b"\xc7\x0c\xff\x00\x00\x00\x00\xff\xff\xff\xff\xfe\x1e\xcc\x80", "1969-01-01T00:00:00Z".to_owned());
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    when: DateTime<Utc>,
    #[serde(with = "time::serde::rfc3339")]
    again: time::OffsetDateTime,
    day: chrono::NaiveDate,
    either: Either,
    list: Vec<Option<jiff::Timestamp>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Text(String),
}

#[test]
fn timestamps_are_read_at_any_depth_and_beside_other_values() {
    let timestamp = b"\xd6\xffgv\x02%";
    let bytes = [
        &b"\x86\xa4when"[..],
        timestamp,
        b"\xa5again",
        timestamp,
        b"\xa3day\xaa1999-12-31\xa6either",
        timestamp,
        b"\xa5other\x92\xd6\xffgv\x02%\xd5\x05ab\xa4list\x92\xc0",
        timestamp,
    ]
    .concat();
    let when = "2025-01-02T03:04:05Z";
    for name in MSGPACK {
        let row = Row {
            when: when.parse().expect("a date"),
            again: time::OffsetDateTime::from_unix_timestamp(1_735_787_045).expect("a date"),
            day: "1999-12-31".parse().expect("a date"),
            either: Either::Text(when.to_owned()),
            list: vec![None, Some(when.parse().expect("a date"))],
        };
        reads(name, &bytes, row);
    }
}

#[test]
fn extensions_that_nobody_asks_for_are_skipped() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Known {
        a: u8,
    }
    for name in MSGPACK {
        reads(name, b"\x83\xa1x\xd5\x05ab\xa1y\xd6\xff\x00\x00\x00\x00\xa1a\x01", Known { a: 1 });
    }
}

#[test]
fn a_type_can_ask_for_an_extension_of_its_own() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename = "_ExtStruct")]
    struct Extension((i8, Bytes));

    for name in MSGPACK {
        writes(name, &Extension((5, Bytes(b"ab".to_vec()))), b"\xd5\x05ab");
        reads(name, b"\xd5\x05ab", Extension((5, Bytes(b"ab".to_vec()))));
    }
}

#[test]
fn other_extensions_are_refused_by_their_number() {
    for serializer in among(MSGPACK) {
        for bytes in [&b"\xd5\x05ab"[..], b"\xc7\x02\x05ab", b"\x91\xc8\x00\x02\x05ab"] {
            refuses_to_read::<serde_json::Value>(&serializer, bytes, "an extension of type 5");
            refuses_to_read::<Vec<String>>(&serializer, bytes, "only timestamps, type -1, are read");
        }
        // Seconds after the year 9999, and a timestamp of three bytes.
        refuses_to_read::<String>(
            &serializer,
            b"\xc7\x0c\xff\x00\x00\x00\x00\x7f\xff\xff\xff\xff\xff\xff\xff",
            "type -1",
        );
        refuses_to_read::<String>(&serializer, b"\xc7\x03\xff\x00\x00\x00", "type -1");
        refuses_to_read::<u64>(&serializer, b"\xd6\xff\x00\x00\x00\x00", "Str8");
        refuses_to_read::<String>(&serializer, b"\xd6\xff\x00\x00\x00\x00\x01", "left over");
    }
}
