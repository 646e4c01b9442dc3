use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{codecs, compressors};

/// A value of every kind that serde knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Value {
    Unit,
    Bool(bool),
    Char(char),
    Small(i8),
    Large(u64),
    Huge(i64),
    Single(f32),
    Double(f64),
    Text(String),
    Bytes(Vec<u8>),
    Maybe(Option<Box<Value>>),
    Pair(Box<Value>, Box<Value>),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
    Record { name: String, value: Box<Value> },
}

/// Finite floats: not all formats have others within a value.
fn double() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("finite", |float| float.is_finite())
}

pub(super) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Unit),
        any::<bool>().prop_map(Value::Bool),
        any::<char>().prop_map(Value::Char),
        any::<i8>().prop_map(Value::Small),
        any::<u64>().prop_map(Value::Large),
        any::<i64>().prop_map(Value::Huge),
        any::<f32>().prop_filter("finite", |float| float.is_finite()).prop_map(Value::Single),
        double().prop_map(Value::Double),
        any::<String>().prop_map(Value::Text),
        vec(any::<u8>(), 0..32).prop_map(Value::Bytes),
        Just(Value::Maybe(None)),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            boxed().prop_map(|value| Value::Maybe(Some(value))),
            (boxed(), boxed()).prop_map(|(left, right)| Value::Pair(left, right)),
            vec(inner.clone(), 0..8).prop_map(Value::List),
            btree_map(any::<String>(), inner.clone(), 0..8).prop_map(Value::Map),
            (any::<String>(), boxed()).prop_map(|(name, value)| Value::Record { name, value }),
        ]
    })
}

/// Bytes that get past the first look of some reader.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let start = prop_oneof![
        Just(&b""[..]),
        Just(&b"\x28\xb5\x2f\xfd"[..]),
        Just(&b"\x04\x22\x4d\x18"[..]),
        Just(&b"\x04\x22\x4d\x18\x64\x40\xa7"[..]),
        Just(&b"\x1f\x8b\x08\0\0\0\0\0\0\xff"[..]),
        Just(&b"BZh9\x31\x41\x59\x26\x53\x59"[..]),
        Just(&b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46"[..]),
        Just(&b"\x5d\0\0\x10\0\xff\xff\xff\xff\xff\xff\xff\xff\0"[..]),
        Just(&b"\x78\x9c"[..]),
        Just(&b"\x1b"[..]),
        Just(&b"["[..]),
        Just(&b"{\""[..]),
        Just(&b"-1"[..]),
    ];
    (start, vec(any::<u8>(), 0..200)).prop_map(|(start, rest)| [start, &rest[..]].concat())
}

macro_rules! reads_or_fails {
    ($codec:expr, $bytes:expr, $($type:ty),*) => { $( let _: crate::Result<$type> = $codec.decode($bytes); )* };
}

proptest! {
    #[test]
    fn values_round_trip(value in value()) {
        for codec in codecs() {
            let bytes = codec.encode(&value).expect("it can be written");
            let read: Value = codec.decode(&bytes).expect("it can be read");
            prop_assert_eq!(&read, &value, "{:?}", codec);
        }
    }

    #[test]
    fn numbers_round_trip(integer: i128, unsigned: u64, double: f64, single: f32) {
        for codec in codecs() {
            let bytes = codec.encode(&integer).expect("a number");
            prop_assert_eq!(codec.decode::<i128>(&bytes).expect("a number"), integer);
            let bytes = codec.encode(&Some(unsigned)).expect("a number");
            prop_assert_eq!(codec.decode::<Option<u64>>(&bytes).expect("a number"), Some(unsigned));
            let bytes = codec.encode(&double).expect("a number");
            prop_assert_eq!(codec.decode::<f64>(&bytes).expect("a number").to_bits(), double.to_bits());
            let bytes = codec.encode(&single).expect("a number");
            prop_assert_eq!(codec.decode::<f32>(&bytes).expect("a number").to_bits(), single.to_bits());
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in bytes()) {
        for codec in codecs() {
            reads_or_fails!(
                codec, &bytes, Value, String, Vec<Value>, BTreeMap<String, u8>, (u8, i64, f32), Option<char>, bool,
                i64, u128, f64, ()
            );
        }
    }

    #[test]
    fn decompressing_stops_at_the_limit(bytes in bytes(), limit in 0_usize..300) {
        for compressor in compressors() {
            let compressor = compressor.with_max_decompressed_size(limit);
            if let Ok(restored) = compressor.decompress(&bytes) {
                prop_assert!(restored.len() <= limit);
            }
            let frame = compressor.compress(&bytes).expect("it can be compressed");
            let restored = compressor.decompress(&frame);
            prop_assert_eq!(restored.is_ok(), bytes.len() <= limit);
        }
    }
}
