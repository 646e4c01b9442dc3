//! Types to read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A struct as services have them.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record {
    id: u64,
    name: String,
    score: Option<f64>,
    tags: Vec<String>,
    by_name: BTreeMap<String, (i8, char)>,
    #[serde(default)]
    tree: Option<Tree>,
    #[serde(flatten)]
    rest: BTreeMap<String, Untagged>,
}

/// An enum that holds itself.
#[derive(Serialize, Deserialize)]
pub(crate) enum Tree {
    Leaf,
    Node(Box<Tree>),
    Pair(Box<Tree>, Box<Tree>),
    List(Vec<Tree>),
    Named { inner: Box<Tree> },
}

/// An enum that is known by its content, which serde keeps while it looks.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Untagged {
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}
