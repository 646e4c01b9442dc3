//! [Sets](https://valkey.io/commands/#set) of values.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::pages::{Pages, page_size};
use crate::backend::{Action, BaseValkeyCache};
use crate::key::Key;
use crate::operation::reply::{self, Page};
use crate::operation::{Command, read, read_primary, write};

/// Sets of values. Members are encoded like any value, and a member is found by its encoded bytes.
pub trait SetCommands: BaseValkeyCache {
    /// Adds members; returns how many were new. [SADD](https://valkey.io/commands/sadd)
    fn sadd<'c, T: Serialize>(
        &'c self,
        key: impl Into<Key<'c>>,
        members: impl IntoIterator<Item = T>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        let members = members.into_iter().map(|member| self.encode(&member));
        self.action(write("SADD").key(key).values(members).returns(reply::count))
    }

    /// Returns the number of members. [SCARD](https://valkey.io/commands/scard)
    fn scard<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, u64>> {
        self.action(read("SCARD").key(key).returns(reply::count))
    }

    /// Returns the members of the first set that no other has. [SDIFF](https://valkey.io/commands/sdiff)
    fn sdiff<'c, T, K>(&'c self, keys: impl IntoIterator<Item = K>) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
        K: Into<Key<'c>>,
    {
        self.action(read("SDIFF").keys(keys).returns(reply::values))
    }

    /// Stores the difference under `destination`; returns its size. [SDIFFSTORE](https://valkey.io/commands/sdiffstore)
    fn sdiffstore<'c, K: Into<Key<'c>>>(
        &'c self,
        destination: impl Into<Key<'c>>,
        keys: impl IntoIterator<Item = K>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        self.action(write("SDIFFSTORE").key(destination).keys(keys).returns(reply::count))
    }

    /// Returns the members that all sets have. [SINTER](https://valkey.io/commands/sinter)
    fn sinter<'c, T, K>(&'c self, keys: impl IntoIterator<Item = K>) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
        K: Into<Key<'c>>,
    {
        self.action(read("SINTER").keys(keys).returns(reply::values))
    }

    /// Stores the intersection under `destination`; returns its size. [SINTERSTORE](https://valkey.io/commands/sinterstore)
    fn sinterstore<'c, K: Into<Key<'c>>>(
        &'c self,
        destination: impl Into<Key<'c>>,
        keys: impl IntoIterator<Item = K>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        self.action(write("SINTERSTORE").key(destination).keys(keys).returns(reply::count))
    }

    /// Tells of each value whether it is a member. [SMISMEMBER](https://valkey.io/commands/smismember)
    fn smismember<'c, T: Serialize>(
        &'c self,
        key: impl Into<Key<'c>>,
        members: impl IntoIterator<Item = T>,
    ) -> Action<'c, Self, Command<'c, Vec<bool>>> {
        let members = members.into_iter().map(|member| self.encode(&member));
        self.action(read("SMISMEMBER").key(key).values(members).returns(reply::flags))
    }

    /// Tells whether a value is a member. [SISMEMBER](https://valkey.io/commands/sismember)
    fn sismember<'c, T>(&'c self, key: impl Into<Key<'c>>, member: &T) -> Action<'c, Self, Command<'c, bool>>
    where
        T: Serialize + ?Sized,
    {
        self.action(read("SISMEMBER").key(key).value(self.encode(member)).returns(reply::flag))
    }

    /// Returns all members. [SMEMBERS](https://valkey.io/commands/smembers)
    fn smembers<'c, T: DeserializeOwned>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, Vec<T>>> {
        self.action(read("SMEMBERS").key(key).returns(reply::values))
    }

    /// Moves a member to another set; answers whether it was there. [SMOVE](https://valkey.io/commands/smove)
    fn smove<'c, T: Serialize + ?Sized>(
        &'c self,
        source: impl Into<Key<'c>>,
        destination: impl Into<Key<'c>>,
        member: &T,
    ) -> Action<'c, Self, Command<'c, bool>> {
        let draft = write("SMOVE").once().key(source).key(destination);
        self.action(draft.value(self.encode(member)).returns(reply::flag))
    }

    /// Takes up to `count` random members out. [SPOP](https://valkey.io/commands/spop)
    fn spop<'c, T>(&'c self, key: impl Into<Key<'c>>, count: usize) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
    {
        self.action(write("SPOP").once().key(key).count(count).returns(reply::values))
    }

    /// Returns up to `count` random members, each once; with a negative `count` just as many, some of them twice.
    /// [SRANDMEMBER](https://valkey.io/commands/srandmember)
    fn srandmember<'c, T>(&'c self, key: impl Into<Key<'c>>, count: i64) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
    {
        self.action(read("SRANDMEMBER").key(key).int(count).returns(reply::values))
    }

    /// Removes members; returns how many were there. [SREM](https://valkey.io/commands/srem)
    fn srem<'c, T: Serialize>(
        &'c self,
        key: impl Into<Key<'c>>,
        members: impl IntoIterator<Item = T>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        let members = members.into_iter().map(|member| self.encode(&member));
        self.action(write("SREM").key(key).values(members).returns(reply::count))
    }

    /// Returns one page of members and the cursor of the next. [SSCAN](https://valkey.io/commands/sscan)
    ///
    /// `count` is about how many members the server looks at. A pattern would be matched against encoded bytes, so
    /// there is none.
    fn sscan<'c, T: DeserializeOwned>(
        &'c self,
        key: impl Into<Key<'c>>,
        cursor: u64,
        count: usize,
    ) -> Action<'c, Self, Command<'c, Page<T>>> {
        self.action(sscan(key.into(), cursor, count))
    }

    /// Goes through the members page by page. [SSCAN](https://valkey.io/commands/sscan)
    fn sscan_iter<'c, T>(&'c self, key: impl Into<Key<'c>>) -> Pages<'c, Self, T>
    where
        T: DeserializeOwned + 'c,
    {
        let key = key.into();
        Pages::of_key(self, move |cursor, itersize| sscan(key.clone(), cursor, itersize))
    }

    /// Returns the members that any of the sets has. [SUNION](https://valkey.io/commands/sunion)
    fn sunion<'c, T, K>(&'c self, keys: impl IntoIterator<Item = K>) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
        K: Into<Key<'c>>,
    {
        self.action(read("SUNION").keys(keys).returns(reply::values))
    }

    /// Stores the union under `destination`; returns its size. [SUNIONSTORE](https://valkey.io/commands/sunionstore)
    fn sunionstore<'c, K: Into<Key<'c>>>(
        &'c self,
        destination: impl Into<Key<'c>>,
        keys: impl IntoIterator<Item = K>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        self.action(write("SUNIONSTORE").key(destination).keys(keys).returns(reply::count))
    }
}

impl<B: BaseValkeyCache> SetCommands for B {}

fn sscan<T: DeserializeOwned>(key: Key<'_>, cursor: u64, count: usize) -> Command<'_, Page<T>> {
    let scan = read_primary("SSCAN").key(key).text(cursor.to_string());
    page_size(scan, count).returns(reply::page_of_values)
}
