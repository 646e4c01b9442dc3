//! [Hashes](https://valkey.io/commands/#hash): values under the fields of a key.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backend::{Action, BaseValkeyCache};
use crate::key::Key;
use crate::operation::{Command, Draft, read, reply, write};

/// Values under the fields of a key. Fields are text as it is; values are encoded like any value.
///
/// With the option [`hash_layout`](crate::CacheConfig::hash_layout) set to Django's, the name of a hash is text as it is, and
/// prefix and version stand before each field.
pub trait HashCommands: BaseValkeyCache {
    /// Stores values under fields; returns how many fields were new. [HSET](https://valkey.io/commands/hset)
    fn hset<'c, F, T>(
        &'c self,
        key: impl Into<Key<'c>>,
        values: impl IntoIterator<Item = (F, T)>,
    ) -> Action<'c, Self, Command<'c, u64>>
    where
        F: Into<Cow<'c, str>>,
        T: Serialize,
    {
        let add = |draft: Draft<'c>, (field, value): (F, T)| draft.field(field).value(self.encode(&value));
        self.action(write("HSET").hash(key).each("field", values, add).returns(reply::count))
    }

    /// Returns the value of a field; nothing if it does not exist. [HGET](https://valkey.io/commands/hget)
    fn hget<'c, T: DeserializeOwned>(
        &'c self,
        key: impl Into<Key<'c>>,
        field: impl Into<Cow<'c, str>>,
    ) -> Action<'c, Self, Command<'c, Option<T>>> {
        self.action(read("HGET").hash(key).field(field).returns(reply::value))
    }

    /// Returns the values of several fields, by field; missing ones are absent. [HMGET](https://valkey.io/commands/hmget)
    fn hmget<'c, T: DeserializeOwned, F: Into<Cow<'c, str>>>(
        &'c self,
        key: impl Into<Key<'c>>,
        fields: impl IntoIterator<Item = F>,
    ) -> Action<'c, Self, Command<'c, HashMap<String, T>>> {
        self.action(read("HMGET").hash(key).each("field", fields, Draft::field).returns(reply::values_by_field))
    }

    /// Returns all values, by field. [HGETALL](https://valkey.io/commands/hgetall)
    fn hgetall<'c, T>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, HashMap<String, T>>>
    where
        T: DeserializeOwned,
    {
        self.action(read("HGETALL").hash(key).returns(reply::fields))
    }

    /// Deletes fields; returns how many existed. [HDEL](https://valkey.io/commands/hdel)
    fn hdel<'c, F: Into<Cow<'c, str>>>(
        &'c self,
        key: impl Into<Key<'c>>,
        fields: impl IntoIterator<Item = F>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        self.action(write("HDEL").hash(key).each("field", fields, Draft::field).returns(reply::count))
    }

    /// Returns the number of fields, in Django's layout of all versions and prefixes. [HLEN](https://valkey.io/commands/hlen)
    fn hlen<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, u64>> {
        self.action(read("HLEN").hash(key).returns(reply::count))
    }

    /// Returns the fields. [HKEYS](https://valkey.io/commands/hkeys)
    fn hkeys<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, Vec<String>>> {
        self.action(read("HKEYS").hash(key).returns(reply::field_names))
    }

    /// Tells whether a field exists. [HEXISTS](https://valkey.io/commands/hexists)
    fn hexists<'c>(
        &'c self,
        key: impl Into<Key<'c>>,
        field: impl Into<Cow<'c, str>>,
    ) -> Action<'c, Self, Command<'c, bool>> {
        self.action(read("HEXISTS").hash(key).field(field).returns(reply::flag))
    }

    /// Adds `delta` to the number in a field, 0 if it does not exist, and returns the sum.
    /// [HINCRBY](https://valkey.io/commands/hincrby)
    fn hincrby<'c>(
        &'c self,
        key: impl Into<Key<'c>>,
        field: impl Into<Cow<'c, str>>,
        delta: i64,
    ) -> Action<'c, Self, Command<'c, i64>> {
        self.action(write("HINCRBY").once().hash(key).field(field).int(delta).returns_or_fails(reply::int))
    }
}

impl<B: BaseValkeyCache> HashCommands for B {}
