use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{among, keeps, refuses_to_write, writes};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Colour {
    Red,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Id(u64);

#[track_caller]
fn key<K: Serialize + DeserializeOwned + Ord + Debug + Clone>(serializers: &[&str], key: K) {
    for serializer in among(serializers) {
        keeps(&serializer, &BTreeMap::from([(key.clone(), 1)]));
    }
}

const ALL: &[&str] = &["json", "msgspec_json", "msgpack", "msgspec_msgpack", "cbor", "postcard"];
const BINARY: &[&str] = &["msgpack", "msgspec_msgpack", "cbor", "postcard"];
const TEXT: &[&str] = &["json", "msgspec_json"];

#[test]
fn keys_that_are_text_or_have_one_are_kept() {
    key(ALL, "text".to_owned());
    key(ALL, "é \"\\ \n".to_owned());
    key(ALL, 'ß');
    key(ALL, Colour::Red);
    key(ALL, true);
    key(ALL, 0_u8);
    key(ALL, i64::MIN);
    key(ALL, u64::MAX);
    key(ALL, Id(7));
    key(TEXT, i128::MIN);
    key(TEXT, u128::MAX);
}

#[test]
fn json_makes_text_of_keys() {
    for name in TEXT {
        writes(name, &BTreeMap::from([(1, "a"), (-2, "b")]), br#"{"-2":"b","1":"a"}"#);
        writes(name, &BTreeMap::from([(true, 1)]), br#"{"true":1}"#);
    }
}

#[test]
fn keys_that_have_no_text_are_kept_by_binary_formats() {
    key(BINARY, (1, 2));
    key(BINARY, vec!["a".to_owned()]);
    key(BINARY, None::<u8>);
    key(BINARY, ());
    for serializer in among(TEXT) {
        refuses_to_write(&serializer, &BTreeMap::from([((1, 2), 1)]), "key must be a string");
        refuses_to_write(&serializer, &BTreeMap::from([(None::<u8>, 1)]), "key must be a string");
    }
}

/// Python's `msgpack` refuses all but text and bytes, `msgspec` none.
#[test]
fn msgpack_keeps_the_type_of_keys() {
    for name in ["msgpack", "msgspec_msgpack"] {
        writes(name, &BTreeMap::from([(1, "a"), (2, "b")]), b"\x82\x01\xa1a\x02\xa1b");
        writes(name, &BTreeMap::from([(true, 1)]), b"\x81\xc3\x01");
        writes(name, &BTreeMap::from([((1, 2), "t")]), b"\x81\x92\x01\x02\xa1t");
        writes(name, &BTreeMap::from([('k', 1)]), b"\x81\xa1k\x01");
    }
}
