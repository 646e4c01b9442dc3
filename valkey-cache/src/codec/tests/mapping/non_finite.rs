use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{among, reads, refuses_to_read, refuses_to_write, writes};
use crate::codec::tests::serializers;

const NON_FINITE: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

#[test]
fn floats_that_are_not_finite_are_kept_or_refused() {
    for serializer in serializers() {
        let (double, single) = (NON_FINITE, NON_FINITE.map(|float| float as f32));
        if serializer.name() == "msgspec_json" {
            refuses_to_write(&serializer, &double, "the float NaN would be lost");
            refuses_to_write(&serializer, &&single[1..], "the float inf would be lost");
            refuses_to_write(&serializer, &BTreeMap::from([("a", Some(f64::NEG_INFINITY))]), "use 'json'");
            continue;
        }
        let bytes = serializer.serialize(&(double, single)).expect("floats");
        let read: ([f64; 3], [f32; 3]) = serializer.deserialize(&bytes).expect("floats");
        assert_eq!(format!("{read:?}"), format!("{:?}", (double, single)), "{serializer:?}");
    }
}

#[test]
fn json_has_the_words_of_python() {
    writes("json", &NON_FINITE, "[NaN,Infinity,-Infinity]");
    writes("json", &NON_FINITE.map(|float| Some(float as f32)), "[NaN,Infinity,-Infinity]");
    writes("json", &(None::<f64>, (), f64::NAN, None::<f64>), "[null,null,NaN,null]");
    writes("json", &BTreeMap::from([("a", f64::INFINITY)]), r#"{"a":Infinity}"#);
    for serializer in among(&["json"]) {
        refuses_to_write(&serializer, &HashMap::from([(Key(f64::NAN), 1)]), "key must be");
    }
}

#[derive(PartialEq, Serialize)]
struct Key(f64);

impl Eq for Key {}

impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.to_bits());
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    Float(f64),
    Text(String),
    List(Vec<Either>),
}

#[derive(Debug, PartialEq, Deserialize)]
enum Kind {
    Quiet,
    New(i128),
    Pair(u64, char),
    Named { id: Option<u8> },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    limit: f32,
    ratio: f64,
    text: String,
    maybe: (Option<f64>, Option<f64>, ()),
    kinds: Vec<Kind>,
    map: BTreeMap<i8, (bool, f64)>,
    flags: BTreeMap<bool, BTreeMap<String, u8>>,
    either: Either,
}

/// The fast reader gives up on such a text; the slow one has to read all of it, and to the same values.
#[test]
fn everything_beside_them_is_read_as_ever() {
    const TEXT: &str = r#" {
        "limit": -Infinity, "ratio": 1e-05, "text": "NaN é \"\\\/\b\f\n\r\t\u00e9\ud83d\ude80",
        "unknown": [{"a": [NaN, "b", {}, [], true, null, -0.5]}, {}],
        "maybe": [null, Infinity, null],
        "kinds": ["Quiet", {"New": -170141183460469231731687303715884105728}, {"Pair": [18446744073709551615, "x"]},
                  {"Named": {"id": 7}}, {"Quiet": null}],
        "map": {"-5": [true, 1], "7": [false, 5e-324]},
        "flags": {"true": {"\u0061": 1}, "false": {}},
        "either": [1, "NaN", [Infinity, -2]]
    }
    "#;
    let row = Row {
        limit: f32::NEG_INFINITY,
        ratio: 1e-5,
        text: "NaN é \"\\/\u{8}\u{c}\n\r\té🚀".to_owned(),
        maybe: (None, Some(f64::INFINITY), ()),
        kinds: vec![
            Kind::Quiet,
            Kind::New(i128::MIN),
            Kind::Pair(u64::MAX, 'x'),
            Kind::Named { id: Some(7) },
            Kind::Quiet,
        ],
        map: BTreeMap::from([(-5, (true, 1.0)), (7, (false, 5e-324))]),
        flags: BTreeMap::from([(true, BTreeMap::from([("a".to_owned(), 1)])), (false, BTreeMap::new())]),
        either: Either::List(vec![
            Either::Float(1.0),
            Either::Text("NaN".to_owned()),
            Either::List(vec![Either::Float(f64::INFINITY), Either::Float(-2.0)]),
        ]),
    };
    reads("json", TEXT, row);
}

#[test]
fn dynamic_values_hold_what_they_can() {
    reads("json", "[NaN, 1, -Infinity]", serde_json::json!([null, 1, null]));
    reads(
        "json",
        r#"{"a": Infinity, "b": [18446744073709551615, -0.5, "x"]}"#,
        serde_json::json!({"a": null, "b": [u64::MAX, -0.5, "x"]}),
    );
}

#[test]
fn what_is_no_json_even_in_python_is_refused() {
    for serializer in among(&["json"]) {
        for text in [
            "NaN NaN",
            "[NaN",
            "[NaN,",
            "[NaN,]",
            "[NaN 1]",
            "[,NaN]",
            "{NaN: 1}",
            "{\"a\" NaN}",
            "{\"a\": NaN,}",
            "nan",
            "[nan]",
            "[inf]",
            "[+Infinity]",
            "[- Infinity]",
            "[NaN1]",
            "[-NaN]",
            "Infinity\"",
            "[NaN, 01]",
            "[NaN, 1.]",
            "[NaN, .5]",
            "[NaN, 0x1]",
            "[NaN, tru]",
            "[NaN, \"a]",
            "[NaN, \"\\x\"]",
            "[NaN, \"\\ud800\"]",
            "[NaN, \"\n\"]",
            "[NaN, \"\\",
            "{\"a\": NaN, 1: 2}",
            "\"NaN",
        ] {
            let error = serializer.deserialize::<serde_json::Value>(text.as_bytes()).expect_err(text);
            assert_eq!(error.kind(), crate::ErrorKind::Decode);
        }
        refuses_to_read::<Vec<f64>>(&serializer, b"[NaN, \xff]", "");
        refuses_to_read::<Vec<u8>>(&serializer, "[NaN]", "floating point `NaN`, expected u8");
        refuses_to_read::<Vec<f64>>(&serializer, "[\"NaN\", x]", "expected f64");
        let deep = format!("{}NaN", "[".repeat(100_000));
        refuses_to_read::<serde_json::Value>(&serializer, deep, "levels deep");
    }
    for serializer in among(&["msgspec_json"]) {
        refuses_to_read::<Vec<f64>>(&serializer, "[NaN]", "found 'N' at byte 1, expected a value");
    }
}

#[test]
fn cbor_floats_may_be_as_short_as_writers_of_other_languages_make_them() {
    reads("cbor", b"\x82\xf9\x3e\x00\xfa\x40\x20\x00\x00", (1.5_f64, 2.5_f64));
    reads("cbor", b"\xf9\x7c\x00", f64::INFINITY);
    reads("cbor", b"\xf9\xfc\x00", f32::NEG_INFINITY);
    for serializer in among(&["cbor"]) {
        assert!(serializer.deserialize::<f64>(b"\xf9\x7e\x00").expect("a float").is_nan());
    }
}
