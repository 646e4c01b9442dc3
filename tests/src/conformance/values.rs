use std::collections::BTreeMap;

use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};

/// A value with a bit of everything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) age: u8,
    pub(super) balance: f64,
    pub(super) email: Option<String>,
    pub(super) tags: BTreeMap<String, Vec<i64>>,
}

pub(super) fn user() -> User {
    User {
        name: "Ada ✨ Lovelace".into(),
        age: 36,
        balance: -0.1,
        email: None,
        tags: [("a".into(), vec![i64::MIN, 0, i64::MAX]), (String::new(), vec![])].into(),
    }
}

/// A value that no serializer takes.
pub(super) struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("it does not want to"))
    }
}

pub(super) fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items
}
