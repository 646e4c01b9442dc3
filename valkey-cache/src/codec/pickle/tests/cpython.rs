use std::collections::HashMap;

use sha1_smol::Sha1;

use super::samples::samples;
use super::{from_hex, protocol, read};
use crate::codec::Value;

/// A line of `cpython.txt`.
struct Recorded {
    name: &'static str,
    protocol: i64,
    len: usize,
    digest: &'static str,
    bytes: Option<Vec<u8>>,
}

fn recorded() -> impl Iterator<Item = Recorded> {
    include_str!("cpython.txt").lines().map(|line| {
        let [name, protocol, len, digest, hex] =
            line.split(' ').collect::<Vec<_>>().try_into().expect("five words in a line");
        Recorded {
            name,
            protocol: protocol.parse().expect("a protocol"),
            len: len.parse().expect("a length"),
            digest,
            bytes: (hex != "-").then(|| from_hex(hex)),
        }
    })
}

#[test]
fn bytes_are_those_of_cpython() {
    let samples: HashMap<&str, Value> = samples().into_iter().collect();
    let mut lines = 0;
    // Protocols 0 and 1 are read only.
    for Recorded { name, protocol: number, len, digest, bytes } in recorded().filter(|line| line.protocol >= 2) {
        let written = protocol(number).serialize(&samples[name]).expect("it can be written");
        if let Some(bytes) = bytes {
            assert_eq!(written.escape_ascii().to_string(), bytes.escape_ascii().to_string(), "{name}, {number}");
        }
        assert_eq!((written.len(), &*Sha1::from(&written).hexdigest()), (len, digest), "{name}, protocol {number}");
        lines += 1;
    }
    assert_eq!(lines, 4 * samples.len());
}

#[test]
fn what_cpython_writes_is_read() {
    let samples: HashMap<&str, Value> = samples().into_iter().collect();
    for Recorded { name, protocol: number, bytes, .. } in recorded() {
        // What is long was compared when it was written.
        let bytes =
            bytes.unwrap_or_else(|| protocol(number.max(2)).serialize(&samples[name]).expect("it can be written"));
        assert_eq!(read::<Value>(&bytes), samples[name], "{name}, protocol {number}");
    }
}
