//! How much memory reading takes, whatever the stored bytes say: what this thread held at most, in bytes.
//!
//! The libraries in C, of zstd and lzma, are not counted. What they take is limited by `window_log_max` and `memlimit`.

use std::collections::BTreeMap;

use allocation_counter::measure;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use valkey_cache::codec::{AnyCompressor, AnySerializer, PluginConfig, Value};

/// What each compressor holds beside its output: windows and blocks, as large as its default options make them.
const COMPRESSORS: [(&str, u64); 7] = [
    ("zstd", 0),
    ("lz4", 256 << 10),
    ("zlib", 64 << 10),
    ("gzip", 64 << 10),
    ("bz2", 4 << 20),
    ("lzma", 0),
    ("brotli", 4 << 20),
];

const SERIALIZERS: [&str; 7] = ["json", "msgspec_json", "msgpack", "msgspec_msgpack", "cbor", "postcard", "pickle"];

/// What one byte of a payload may become.
const PER_BYTE: u64 = 256;

/// What each value of a pickle may become that is referred to, beyond its bytes.
const PER_NODE: u64 = 256;

/// What is there even if there is nothing to read: the texts of errors, the first room of a reader.
const SLACK: u64 = 4 << 10;

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, and nobody looks at it")]
enum Tree {
    Leaf,
    Node(Box<Tree>),
    List(Vec<Tree>),
    Map(BTreeMap<String, Tree>),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is read, and nobody looks at it")]
enum Untagged {
    Number(f64),
    Text(String),
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}

fn peak<T: DeserializeOwned>(serializer: &AnySerializer, bytes: &[u8]) -> u64 {
    measure(|| drop(serializer.deserialize::<T>(bytes))).bytes_max
}

/// What the greediest of many types takes.
fn most(serializer: &AnySerializer, bytes: &[u8]) -> u64 {
    let peaks = [
        peak::<Value>(serializer, bytes),
        peak::<Tree>(serializer, bytes),
        peak::<Vec<Tree>>(serializer, bytes),
        peak::<Untagged>(serializer, bytes),
        peak::<serde_json::Value>(serializer, bytes),
        peak::<Vec<u8>>(serializer, bytes),
        peak::<Vec<u64>>(serializer, bytes),
        peak::<Vec<(String, [u64; 4])>>(serializer, bytes),
        peak::<BTreeMap<String, Vec<String>>>(serializer, bytes),
        peak::<String>(serializer, bytes),
        peak::<IgnoredAny>(serializer, bytes),
    ];
    peaks.into_iter().max().expect("there are types")
}

#[test]
fn decompressing_holds_no_more_than_twice_the_limit() {
    const LIMIT: usize = 1 << 20;
    for (name, windows) in COMPRESSORS {
        let compressor = AnyCompressor::named(name).expect("built in").with_max_decompressed_size(LIMIT);
        let bomb = compressor.compress(&vec![0; 8 * LIMIT]).expect("zeros");
        let held = measure(|| assert!(compressor.decompress(&bomb).is_err(), "{name}")).bytes_max;
        assert!(held <= 2 * LIMIT as u64 + windows + SLACK, "{name} held {held} bytes");

        let small = compressor.compress(b"a small value").expect("a text");
        let held = measure(|| drop(compressor.decompress(&small).expect("a text"))).bytes_max;
        assert!(held <= windows + SLACK, "{name} held {held} bytes for a small value");
    }
}

/// Texts, bytes, lists and maps of up to 2^64 elements, alone and within one another.
#[test]
fn lengths_cost_nothing() {
    let claims: [&[u8]; 22] = [
        // MessagePack
        b"\xdb\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff\xa1a",
        b"\xc9\xff\xff\xff\xff\xff",
        b"\x81\xa4List\xdd\xff\xff\xff\xff",
        b"\x92\xa1a\xdd\xff\xff\xff\xff",
        // CBOR
        b"\x7b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x5b\x00\x00\x00\x01\x00\x00\x00\x00",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x9a\xff\xff\xff\xff",
        b"\xbb\x00\x00\x00\x01\x00\x00\x00\x00",
        b"\xba\xff\xff\xff\xff\x61a",
        b"\xa1\x64List\x9a\xff\xff\xff\xff",
        b"\x9f",
        // Postcard
        b"\xff\xff\xff\xff\x0f",
        b"\x02\xff\xff\xff\xff\x0f",
        // Pickle
        b"X\xff\xff\xff\x7f",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f",
        b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f](r\xff\xff\xff\xff",
        b"K\x01p4000000000\n",
    ];
    for claim in claims {
        for times in [1, 50, 1000] {
            let bytes = claim.repeat(times);
            for name in SERIALIZERS {
                let held = most(&AnySerializer::named(name).expect("built in"), &bytes);
                let bound = PER_BYTE * bytes.len() as u64 + SLACK;
                assert!(held <= bound, "{name} held {held} bytes, {times} times {}", claim.escape_ascii());
            }
        }
    }
}

/// The values that are largest for their bytes.
#[test]
fn small_values_cost_what_a_value_costs() {
    const TIMES: usize = 20_000;
    let list = |head: &[u8], item: &[u8], end: &[u8]| [head, &item.repeat(TIMES), end].concat();
    let count = (TIMES as u32).to_be_bytes();
    let counted = |head: u8, item: &[u8]| list(&[&[head][..], &count].concat(), item, b"");
    let wide = [
        ("json", list(b"[0", b",0", b"]")),
        ("json", list(b"[[0]", b",[0]", b"]")),
        ("json", list(b"[{\"\":0}", b",{\"\":0}", b"]")),
        ("json", list(b"[\"a\"", b",\"a\"", b"]")),
        ("json", list(b"[NaN", b",[0]", b"]")),
        ("msgpack", counted(0xDD, b"\xc0")),
        ("msgpack", counted(0xDD, b"\x91\xc0")),
        ("msgpack", counted(0xDD, b"\x81\xa0\xc0")),
        ("msgpack", counted(0xDD, b"\xa1a")),
        ("msgpack", counted(0xDF, b"\xa0\xc0")),
        ("cbor", list(b"\x9f", b"\xf6", b"\xff")),
        ("cbor", list(b"\x9f", b"\x81\xf6", b"\xff")),
        ("cbor", list(b"\x9f", b"\x9f\xf6\xff", b"\xff")),
        ("cbor", list(b"\x9f", b"\xbf\x60\xf6\xff", b"\xff")),
        ("pickle", list(b"](", b"N", b"e.")),
        ("pickle", list(b"](", b"]Na", b"e.")),
        ("pickle", list(b"](", b"N\x85", b"e.")),
        ("pickle", list(b"](", b"}NNs", b"e.")),
        ("pickle", list(b"](", b"]\x94", b"e.")),
        ("pickle", list(b"](", b"\x8c\x01a", b"e.")),
    ];
    for (name, bytes) in wide {
        let serializer = AnySerializer::named(name).expect("built in");
        assert!(serializer.deserialize::<Value>(&bytes).is_ok(), "{name}: {}", bytes[..20].escape_ascii());
        let held = most(&serializer, &bytes);
        let per_byte = held / bytes.len() as u64;
        assert!(per_byte <= PER_BYTE, "{name} held {per_byte} bytes for one of {}", bytes[..20].escape_ascii());
    }
}

#[test]
fn references_cost_what_the_limit_allows() {
    const NODES: u64 = 20_000;
    let pickle = AnySerializer::from_config(&PluginConfig::new("pickle").option("max_nodes", NODES as i64));
    let pickle = pickle.expect("built in");
    // Each list holds the one before it ten times.
    let mut lists = b"]q\x00K\x01a".to_vec();
    for level in 0..40_u8 {
        lists.extend([b"](", &[b'h', level].repeat(10)[..], b"eq", &[level + 1]].concat());
    }
    lists.push(b'.');
    let text = [b"](X\x00\x00\x10\x00", &b"x".repeat(1 << 20)[..], b"q\x00", &b"h\x00".repeat(10_000), b"e."].concat();
    let number = [b"](\x8b\xd0\x06\x00\x00", &[7; 0x6D0][..], b"q\x00", &b"h\x00".repeat(10_000), b"e."].concat();
    let range = b"cbuiltins\nrange\nK\x00\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fK\x01\x87R.".to_vec();
    for bytes in [lists, text, number, range] {
        let held = most(&pickle, &bytes);
        assert!(held <= PER_NODE * NODES + PER_BYTE * bytes.len() as u64 + SLACK, "held {held} bytes");
        // What nobody asks for is not made.
        assert!(peak::<IgnoredAny>(&pickle, &bytes) <= PER_BYTE * bytes.len() as u64 + SLACK);
    }
}
