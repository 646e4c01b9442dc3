use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use super::Deadline;
use crate::codec::HerdMarker;

/// The name by which pickle recognises that both will do: a value, and one that a herd client packed.
pub(in crate::codec) const ENTRY: &str = "$valkey_cache::Entry";

/// A value, and when it is stale if a herd client packed it.
#[derive(Debug)]
pub(crate) struct Entry<T> {
    pub(crate) value: T,
    pub(crate) deadline: Option<Deadline>,
}

/// A newtype, which all formats but pickle look through.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ENTRY, EntryVisitor(PhantomData))
    }
}

struct EntryVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntryVisitor<T> {
    type Value = Entry<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or one that a herd client packed")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Entry<T>, D::Error> {
        Ok(Entry { value: T::deserialize(deserializer)?, deadline: None })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut tuple: A) -> Result<Entry<T>, A::Error> {
        let missing = |place| A::Error::invalid_length(place, &"a tuple of marker, value and time");
        let HerdMarker = tuple.next_element()?.ok_or_else(|| missing(0))?;
        let value = tuple.next_element()?.ok_or_else(|| missing(1))?;
        let deadline = tuple.next_element()?.ok_or_else(|| missing(2))?;
        Ok(Entry { value, deadline: Some(deadline) })
    }
}
