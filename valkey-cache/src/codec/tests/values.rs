use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{codecs, serializers};
use crate::ErrorKind;
use crate::codec::{AnyCompressor, decode, encode};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
    email: Option<String>,
    tags: Vec<String>,
    scores: BTreeMap<String, f64>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Guest,
    Member(u32),
    Admin { since: i64, rights: (bool, char) },
}

fn user() -> User {
    User {
        id: u64::MAX,
        name: "日本 🚀".to_owned(),
        email: None,
        tags: vec!["a".to_owned(), String::new()],
        scores: BTreeMap::from([("x".to_owned(), 0.1), ("y".to_owned(), -1e300)]),
        kind: Kind::Admin { since: -1, rights: (true, 'ß') },
    }
}

#[track_caller]
fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    for codec in codecs() {
        let bytes = codec.encode(&value).expect("it can be written");
        assert_eq!(codec.decode::<T>(&bytes).expect("it can be read"), value, "{codec:?}");
    }
}

#[test]
fn values_round_trip() {
    round_trips(user());
    round_trips(vec![user(); 100]);
    round_trips(Kind::Guest);
    round_trips(Kind::Member(7));
    round_trips(None::<User>);
    round_trips(Some(user()));
    round_trips(true);
    round_trips(false);
    round_trips('x');
    round_trips(());
    round_trips((1, "two".to_owned(), 3.0));
    round_trips(vec![1_u8, 2, 3]);
    round_trips("x".repeat(100_000));
    round_trips(Vec::<String>::new());
}

#[test]
fn unsized_values_can_be_written() {
    for codec in codecs() {
        assert_eq!(codec.decode::<String>(&codec.encode("text").expect("a text")).expect("a text"), "text");
        let list: &[&str] = &["a", "b"];
        assert_eq!(codec.decode::<Vec<String>>(&codec.encode(list).expect("a list")).expect("a list"), ["a", "b"]);
    }
}

#[test]
fn trailing_bytes_are_errors() {
    let plain = AnyCompressor::default();
    for serializer in serializers() {
        for tail in ["x", "\0", "5"] {
            let mut bytes = encode(&user(), &serializer, &plain).expect("it can be written");
            bytes.extend_from_slice(tail.as_bytes());
            let error = decode::<User>(&bytes, &serializer, &plain).expect_err("one byte too many");
            assert_eq!(error.kind(), ErrorKind::Decode);
        }
    }
}

#[test]
fn errors_name_codec_and_type() {
    for codec in codecs() {
        let error = codec.decode::<User>(b"").expect_err("nothing").to_string();
        assert!(error.contains(codec.serializer().name()), "{error}");
        assert!(error.contains(codec.compressor().name()), "{error}");
        assert!(error.contains("User"), "{error}");
    }
}

#[cfg(feature = "json")]
#[test]
fn json_is_compact() {
    let json = crate::codec::AnySerializer::named("json").expect("built in");
    assert_eq!(json.serialize(&("é", 1, None::<u8>)).expect("a tuple"), "[\"é\",1,null]".as_bytes());
    let error = json.serialize(&BTreeMap::from([(vec![1], 1)])).expect_err("a key that is no text");
    assert_eq!(error.kind(), ErrorKind::Encode);
    assert!(error.to_string().contains("'json'"), "{error}");
}

#[cfg(feature = "msgpack")]
#[test]
fn msgpack_writes_field_names() {
    use crate::codec::{AnySerializer, PluginConfig};

    #[derive(Serialize)]
    struct Point {
        x: u8,
    }

    let msgpack = AnySerializer::named("msgpack").expect("built in");
    assert_eq!(msgpack.serialize(&Point { x: 1 }).expect("a struct"), b"\x81\xa1x\x01");
    assert_eq!(msgpack.serialize(&vec![1_u8, 200]).expect("a list"), b"\x92\x01\xcc\xc8");

    let config = PluginConfig::new("msgpack").option("bytes_as_bin", true);
    let binary = AnySerializer::from_config(&config).expect("built in");
    assert_eq!(binary.serialize(&vec![1_u8, 200]).expect("bytes"), b"\xc4\x02\x01\xc8");
    for serializer in [msgpack, binary] {
        assert_eq!(serializer.deserialize::<Vec<u8>>(b"\xc4\x02\x01\xc8").expect("bytes"), [1, 200]);
        assert_eq!(serializer.deserialize::<Vec<u8>>(b"\x92\x01\xcc\xc8").expect("a list"), [1, 200]);
    }
}
