//! What a server could send to do harm.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{codecs, serializers};
use crate::codec::Value;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Tree {
    Leaf,
    Node(Box<Tree>),
    List(Vec<Tree>),
    Named { inner: Box<Tree> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Chain {
    next: Option<Box<Chain>>,
}

/// Its content is kept by serde while it looks for the variant.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is read, and nobody looks at it")]
pub(super) enum Untagged {
    Number(f64),
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}

/// Its nesting takes no bytes in a number, nor in JSON, where no value but `null` can be of this type.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Bare(Option<Box<Bare>>);

/// One level of nesting in some format; a hundred thousand of them must not use up the stack.
#[test]
fn nesting_is_limited() {
    let levels: [&[u8]; 8] =
        [b"[", b"{\"Node\":", b"\x81\xa4Node", b"\x91", b"\x81\xa4List\x91", b"\x01", b"\x02\x01", b"\x03"];
    for level in levels {
        let bytes = level.repeat(100_000);
        for serializer in serializers() {
            assert!(serializer.deserialize::<Tree>(&bytes).is_err());
            assert!(serializer.deserialize::<Chain>(&bytes).is_err());
            assert!(serializer.deserialize::<Vec<Tree>>(&bytes).is_err());
            assert!(serializer.deserialize::<Value>(&bytes).is_err());
            assert!(serializer.deserialize::<Untagged>(&bytes).is_err());
        }
    }
}

#[test]
fn nesting_without_bytes_is_limited() {
    for codec in codecs().into_iter().filter(|codec| codec.serializer().name() != "json") {
        assert!(codec.decode::<Bare>(b"5").is_err());
        assert!(codec.decode::<Bare>(&[1; 1_000_000]).is_err());
    }
}

#[test]
fn reasonable_nesting_is_allowed() {
    let mut tree = Tree::Leaf;
    for _ in 0..20 {
        tree = Tree::Named { inner: Box::new(Tree::List(vec![Tree::Node(Box::new(tree))])) };
    }
    for codec in codecs() {
        let bytes = codec.encode(&tree).expect("it can be written");
        assert_eq!(codec.decode::<Tree>(&bytes).expect("it can be read"), tree, "{codec:?}");
    }
}

#[test]
fn lengths_are_not_believed() {
    // Lists and texts of 2^32 and 2^63 elements that are not there.
    let claims: [&[u8]; 5] = [
        b"\xdd\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
    ];
    for bytes in claims {
        for serializer in serializers() {
            assert!(serializer.deserialize::<Vec<u64>>(bytes).is_err());
            assert!(serializer.deserialize::<Vec<u8>>(bytes).is_err());
            assert!(serializer.deserialize::<String>(bytes).is_err());
            assert!(serializer.deserialize::<std::collections::HashMap<String, u64>>(bytes).is_err());
        }
    }
}
