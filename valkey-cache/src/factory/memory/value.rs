//! What a key can hold.

use std::collections::VecDeque;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::sorted::SortedSet;

/// A key, a member or a field: shared by the collection and its index.
pub(super) type Name = Arc<[u8]>;
/// A string; numbers are strings too.
pub(super) type Text = Vec<u8>;
pub(super) type List = VecDeque<Vec<u8>>;
/// A set. Members have positions, and a removal moves the last member into the gap: see [`super::scan`].
pub(super) type Set = IndexSet<Name>;
/// A hash; its fields have positions as the members of a set do.
pub(super) type Hash = IndexMap<Name, Vec<u8>>;

/// The value of a key.
#[derive(Debug)]
pub(super) enum Value {
    Text(Text),
    List(List),
    Set(Set),
    Hash(Hash),
    SortedSet(SortedSet),
}

impl Value {
    /// Returns the name that `TYPE` answers.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Value::Text(_) => "string",
            Value::List(_) => "list",
            Value::Set(_) => "set",
            Value::Hash(_) => "hash",
            Value::SortedSet(_) => "zset",
        }
    }
}

/// The five kinds of value, for functions that want one of them.
pub(super) trait Kind: Default {
    fn wrap(self) -> Value;
    fn of(value: &Value) -> Option<&Self>;
    fn of_mut(value: &mut Value) -> Option<&mut Self>;
    /// Tells whether the key goes away: collections do when they are empty, strings do not.
    fn is_gone(&self) -> bool;
}

macro_rules! kind {
    ($kind:ident, $is_gone:expr) => {
        impl Kind for $kind {
            fn wrap(self) -> Value {
                Value::$kind(self)
            }
            fn of(value: &Value) -> Option<&Self> {
                if let Value::$kind(value) = value { Some(value) } else { None }
            }
            fn of_mut(value: &mut Value) -> Option<&mut Self> {
                if let Value::$kind(value) = value { Some(value) } else { None }
            }
            fn is_gone(&self) -> bool {
                let is_gone: fn(&$kind) -> bool = $is_gone;
                is_gone(self)
            }
        }
    };
}

kind!(Text, |_| false);
kind!(List, List::is_empty);
kind!(Set, Set::is_empty);
kind!(Hash, Hash::is_empty);
kind!(SortedSet, SortedSet::is_empty);
