use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{among, keeps, reads, writes};
use crate::codec::tests::serializers;

/// What `serde_bytes` offers: bytes that say so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;

        impl<'de> Visitor<'de> for Take {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut bytes: A) -> Result<Bytes, A::Error> {
                let mut taken = Vec::new();
                while let Some(byte) = bytes.next_element()? {
                    taken.push(byte);
                }
                Ok(Bytes(taken))
            }
        }

        deserializer.deserialize_byte_buf(Take)
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Blobs {
    list: Vec<u8>,
    bytes: Bytes,
    none: Option<Bytes>,
    some: Option<Bytes>,
    array: [u8; 4],
}

fn blobs() -> Blobs {
    let all: Vec<u8> = (0..=255).collect();
    Blobs { list: all.clone(), bytes: Bytes(all), none: None, some: Some(Bytes(vec![])), array: [1, 0, 255, 2] }
}

#[test]
fn bytes_are_kept() {
    for serializer in serializers() {
        keeps(&serializer, &blobs());
        keeps(&serializer, &vec![Bytes(b"abc".to_vec()); 3]);
    }
}

#[test]
fn bytes_that_say_so_have_a_form_of_their_own() {
    let bytes = Bytes(b"abc".to_vec());
    writes("json", &bytes, b"[97,98,99]");
    writes("msgspec_json", &bytes, b"\"YWJj\"");
    writes("msgpack", &bytes, b"\xc4\x03abc");
    writes("msgspec_msgpack", &bytes, b"\xc4\x03abc");
    writes("cbor", &bytes, b"\x43abc");
    writes("postcard", &bytes, b"\x03abc");
}

#[test]
fn a_list_of_bytes_is_a_list() {
    let list = vec![1_u8, 200];
    writes("json", &list, b"[1,200]");
    writes("msgspec_json", &list, b"[1,200]");
    writes("msgpack", &list, b"\x92\x01\xcc\xc8");
    writes("cbor", &list, b"\x82\x01\x18\xc8");
    writes("postcard", &list, b"\x02\x01\xc8");
}

#[test]
fn what_python_wrote_as_bytes_is_read_as_either() {
    for (name, bytes) in
        [("msgpack", &b"\xc4\x03abc"[..]), ("msgspec_msgpack", b"\xc4\x03abc"), ("msgspec_json", b"\"YWJj\"")]
    {
        reads(name, bytes, Bytes(b"abc".to_vec()));
        reads(name, bytes, b"abc".to_vec());
        reads(name, bytes, *b"abc");
        reads(name, bytes, Some(b"abc".to_vec()));
    }
    reads("msgspec_json", "\"YWJj\"", "YWJj".to_owned());
    reads("msgspec_json", "[\"\",\"Yg==\",[7]]", vec![vec![], b"b".to_vec(), vec![7]]);
}

#[test]
fn text_that_is_no_base64_is_refused_where_bytes_are_asked_for() {
    for serializer in among(&["msgspec_json"]) {
        super::refuses_to_read::<Vec<u8>>(&serializer, "\"YWJ\"", "base64");
        super::refuses_to_read::<Bytes>(&serializer, "\"no base64!\"", "base64");
        super::refuses_to_read::<Vec<String>>(&serializer, "\"YWJj\"", "base64");
    }
}

#[test]
fn keys_can_be_bytes() {
    let map = BTreeMap::from([(Bytes(b"k".to_vec()), 1)]);
    for serializer in among(&["msgspec_json", "msgpack", "msgspec_msgpack", "cbor", "postcard"]) {
        keeps(&serializer, &map);
    }
    writes("msgspec_json", &map, br#"{"aw==":1}"#);
    writes("msgpack", &map, b"\x81\xc4\x01k\x01");
    for serializer in among(&["json"]) {
        super::refuses_to_write(&serializer, &map, "key must be a string");
    }
}
