use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{among, becomes, keeps, self_describing, writes};
use crate::codec::tests::serializers;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Newtype(String);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Tuple(u8, String);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    unit: (),
    none: Option<u8>,
    some: Option<Newtype>,
    tuple: Tuple,
    pair: (i64, Option<char>),
    list: Vec<Unit>,
    set: BTreeSet<char>,
    map: BTreeMap<String, Vec<f64>>,
    array: [i16; 3],
}

fn record() -> Record {
    Record {
        unit: (),
        none: None,
        some: Some(Newtype("new".to_owned())),
        tuple: Tuple(200, "é 日本 🚀 \0 \u{7f}".to_owned()),
        pair: (i64::MIN, Some('🚀')),
        list: vec![Unit],
        set: BTreeSet::from(['a', 'ß']),
        map: BTreeMap::from([("x".to_owned(), vec![0.1, -0.0]), (String::new(), vec![])]),
        array: [-1, 0, i16::MAX],
    }
}

#[test]
fn structs_and_what_is_within_are_kept() {
    for serializer in serializers() {
        keeps(&serializer, &record());
        keeps(&serializer, &vec![record(), record()]);
        keeps(&serializer, &BTreeMap::from([("a".to_owned(), record())]));
    }
}

#[test]
fn structs_are_maps_by_field_name() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Later {
        #[serde(default)]
        added: u8,
        tuple: Tuple,
    }
    for serializer in self_describing() {
        becomes(&serializer, &record(), &Later { added: 0, tuple: record().tuple });
    }
    writes("json", &Tuple(1, "a".to_owned()), br#"[1,"a"]"#);
    writes("msgpack", &Tuple(1, "a".to_owned()), b"\x92\x01\xa1a");
    writes("cbor", &Tuple(1, "a".to_owned()), b"\x82\x01\x61a");
    writes("cbor", &BTreeMap::from([("a", 1)]), b"\xa1\x61a\x01");
}

/// Nothing and nothing within something are the same, where the format has but one word for both.
#[test]
fn nested_options_collapse_where_the_format_does_not_tell_them_apart() {
    for serializer in among(&["json", "msgspec_json", "msgpack", "msgspec_msgpack", "cbor"]) {
        becomes(&serializer, &vec![Some(None::<u8>)], &vec![None::<Option<u8>>]);
        keeps(&serializer, &vec![Some(Some(1_u8)), None]);
        becomes(&serializer, &vec![Some(())], &vec![None::<()>]);
    }
    for serializer in among(&["postcard"]) {
        keeps(&serializer, &vec![Some(Some(1_u8)), Some(None), None]);
        keeps(&serializer, &vec![Some(()), None]);
    }
}

#[test]
fn flattened_structs_are_kept_where_the_format_tells_what_it_holds() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        id: u64,
        #[serde(flatten)]
        inner: Inner,
        #[serde(flatten)]
        rest: HashMap<String, String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Inner {
        letter: char,
        big: u64,
        float: f64,
        list: Vec<u8>,
        maybe: Option<bool>,
    }

    let inner = Inner { letter: 'ß', big: u64::MAX, float: 1.0, list: vec![1, 200], maybe: None };
    let outer = Outer { id: 1, inner, rest: HashMap::from([("a".to_owned(), "b".to_owned())]) };
    for serializer in self_describing() {
        keeps(&serializer, &outer);
    }
}

#[test]
fn floats_are_kept_to_the_last_bit() {
    let floats = [0.0, -0.0, 0.1, 1e16, 1e-5, 1e22, 5e-324, 2.5e-308, f64::MAX, f64::MIN, 9_007_199_254_740_993.0];
    for serializer in serializers() {
        let bytes = serializer.serialize(&floats).expect("floats");
        let read: Vec<f64> = match serializer.name() {
            "postcard" => serializer.deserialize::<[f64; 11]>(&bytes).expect("floats").into(),
            _ => serializer.deserialize(&bytes).expect("floats"),
        };
        assert_eq!(read.iter().map(|float| float.to_bits()).collect::<Vec<_>>(), floats.map(f64::to_bits));
        keeps(&serializer, &vec![0.1_f32, f32::MAX, 1e-45]);
    }
}
