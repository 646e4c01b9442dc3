use std::collections::BTreeMap;

use serde::Serialize;

use super::{from_hex, pickle, protocol, write};
use crate::codec::{HerdMarker, Value};

#[derive(Serialize)]
struct Row {
    id: u32,
    name: String,
    ok: bool,
}

/// Python has one object for all texts of a source that are equal; so have we for the names of fields.
#[test]
fn names_of_fields_are_written_once() {
    let rows: Vec<Row> = (0..2).map(|id| Row { id, name: format!("row {id}"), ok: true }).collect();
    // From CPython: [{"id": i, "name": f"row {i}", "ok": True} for i in range(2)]
    let expected =
        b"\x80\x04\x95\x3a\0\0\0\0\0\0\0]\x94(}\x94(\x8c\x02id\x94K\0\x8c\x04name\x94\x8c\x05row 0\x94\x8c\x02ok\
\x94\x88u}\x94(h\x02K\x01h\x03\x8c\x05row 1\x94h\x05\x88ue.";
    assert_eq!(write(&rows).escape_ascii().to_string(), expected.escape_ascii().to_string());
}

/// The keys of a map are any texts, of which nobody knows whether they are one.
#[test]
fn keys_of_maps_are_written_each_time() {
    let map = BTreeMap::from([("id", 1)]);
    assert_eq!(write(&[&map, &map]).windows(2).filter(|pair| pair == b"id").count(), 2);
}

#[test]
fn names_of_variants_are_written_once() {
    #[derive(Serialize)]
    enum Kind {
        A0,
        B0,
    }

    // From CPython: [("A0", "B0") for _ in range(3)], but for the tuple, which is there one object.
    let expected = b"\x80\x04\x95\x1d\0\0\0\0\0\0\0]\x94(\x8c\x02A0\x94\x8c\x02B0\x94\x86\x94h\x01h\x02\x86\x94h\x01h\
\x02\x86\x94e.";
    let pairs = [(Kind::A0, Kind::B0), (Kind::A0, Kind::B0), (Kind::A0, Kind::B0)];
    assert_eq!(write(&pairs[..]).escape_ascii().to_string(), expected.escape_ascii().to_string());
}

#[test]
fn names_beyond_those_that_are_kept_are_written_again() {
    struct Wide(Vec<&'static str>);

    impl Serialize for Wide {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeStruct;
            let mut fields = serializer.serialize_struct("Wide", self.0.len())?;
            for name in &self.0 {
                fields.serialize_field(name, &1)?;
            }
            fields.end()
        }
    }

    let names: Vec<&'static str> = (0..70).map(|i| &*format!("field{i:02}").leak()).collect();
    let bytes = write(&[Wide(names.clone()), Wide(names.clone())]);
    let times = |name: &str| bytes.windows(7).filter(|window| *window == name.as_bytes()).count();
    assert_eq!((times("field00"), times("field63"), times("field64"), times("field69")), (1, 1, 2, 2));
    let read: [BTreeMap<String, u8>; 2] = super::read(&bytes);
    for row in read {
        assert_eq!(
            row.into_iter().collect::<Vec<_>>(),
            names.iter().map(|name| ((*name).to_owned(), 1)).collect::<Vec<_>>()
        );
    }
}

/// The bytes that django-valkey's herd client stores, in protocols 4 and 2.
#[test]
fn herd_marker_is_the_reference_s() {
    let packed = (HerdMarker, 1, 1_700_000_300);
    let expected = "8004953400000000000000\
                    8c19646a616e676f5f76616c6b65792e626173655f636c69656e74948c064d61726b6572949394298194\
                    4b014a2cf2536587942e";
    assert_eq!(write(&packed), from_hex(expected));
    let expected = b"\x80\x02cdjango_valkey.base_client\nMarker\nq\0)\x81q\x01K\x01J\x2c\xf2\x53\x65\x87q\x02.";
    assert_eq!(protocol(2).serialize(&packed).expect("a tuple"), expected);
    for number in 2..=5 {
        let bytes = protocol(number).serialize(&packed).expect("a tuple");
        assert_eq!(super::read::<(HerdMarker, u8, f64)>(&bytes), (HerdMarker, 1, 1_700_000_300.0));
        assert!(super::refused::<Value>(&bytes).contains("the marker of the herd client"));
    }
    assert!(super::refused::<(HerdMarker, u8)>(&write(&(1, 2))).contains("expected the marker of the herd client"));
    assert!(super::refused::<(HerdMarker, u8)>(&write(&((), 2))).contains("expected the marker of the herd client"));
}

#[test]
fn values_of_serde() {
    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct New(u8);
    #[derive(Serialize)]
    struct Pair(u8, u8);

    let plain = |value: Vec<u8>| value[2..].to_vec();
    assert_eq!(plain(write(&())), b"N.");
    assert_eq!(plain(write(&Unit)), b"N.");
    assert_eq!(plain(write(&None::<u8>)), b"N.");
    assert_eq!(plain(write(&Some(New(1)))), b"K\x01.");
    assert_eq!(plain(write(&Pair(1, 2))), b"\x95\x07\0\0\0\0\0\0\0K\x01K\x02\x86\x94.");
    assert_eq!(plain(write(&'ß')), b"\x95\x06\0\0\0\0\0\0\0\x8c\x02\xc3\x9f\x94.");
    assert_eq!(plain(write(&1.5_f32)), b"\x95\x0a\0\0\0\0\0\0\0G\x3f\xf8\0\0\0\0\0\0.");
    assert_eq!(plain(write(&(1_u64 << 63))), b"\x95\x0c\0\0\0\0\0\0\0\x8a\x09\0\0\0\0\0\0\0\x80\0.");
}

/// A sequence that does not tell its length, or lies about it, is written in batches all the same.
#[test]
fn lengths_need_not_be_known() {
    struct Claims(Option<usize>, usize);

    impl Serialize for Claims {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeSeq;
            let mut seq = serializer.serialize_seq(self.0)?;
            for item in 0..self.1 {
                seq.serialize_element(&item)?;
            }
            seq.end()
        }
    }

    for (claimed, len) in [(None, 0), (None, 1), (None, 1001), (Some(1), 3), (Some(5), 1), (Some(1), 0)] {
        let list: Vec<usize> = super::read(&write(&Claims(claimed, len)));
        assert_eq!(list, (0..len).collect::<Vec<_>>());
    }

    struct Short;

    impl Serialize for Short {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeTuple;
            let mut tuple = serializer.serialize_tuple(2)?;
            tuple.serialize_element(&1)?;
            tuple.end()
        }
    }

    let error = pickle(&[]).serialize(&Short).expect_err("one item of two").to_string();
    assert!(error.contains("found a tuple of 1 items, expected 2 as announced"), "{error}");
}

#[test]
fn values_that_are_none_are_refused() {
    for (value, part) in [
        (Value::Decimal("1,5".to_owned()), "found '1,5', expected a decimal number such as 1.10"),
        (Value::BigInt("1e5".to_owned()), "found '1e5', expected the digits of a whole number"),
        (Value::BigInt("9".repeat(4301)), "found a whole number of 4301 digits, expected at most 4300"),
        (Value::Date(crate::codec::Date { year: 2023, month: 2, day: 29 }), "found '2023-02-29', expected a date"),
    ] {
        let error = pickle(&[]).serialize(&value).expect_err("no value").to_string();
        assert!(error.contains(part), "{error}");
    }
    assert_eq!(write(&Value::BigInt("-5".to_owned())), write(&-5));
}

#[test]
fn what_is_in_the_output_already_stays() {
    let mut out = b"before".to_vec();
    pickle(&[]).serialize_into(&"x".repeat(70_000), &mut out).expect("a text");
    assert_eq!(out, [b"before", &write(&"x".repeat(70_000))[..]].concat());
}
