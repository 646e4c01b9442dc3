//! [Lists](https://valkey.io/commands/#list) of values.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backend::{Action, BaseValkeyCache};
use crate::key::Key;
use crate::operation::{Command, read, reply, write};

/// Lists of values.
pub trait ListCommands: BaseValkeyCache {
    /// Puts values before the first, one after the other; returns the length. [LPUSH](https://valkey.io/commands/lpush)
    fn lpush<'c, T: Serialize>(
        &'c self,
        key: impl Into<Key<'c>>,
        values: impl IntoIterator<Item = T>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        let values = values.into_iter().map(|value| self.encode(&value));
        self.action(write("LPUSH").once().key(key).values(values).returns(reply::count))
    }

    /// Puts values after the last; returns the length. [RPUSH](https://valkey.io/commands/rpush)
    fn rpush<'c, T: Serialize>(
        &'c self,
        key: impl Into<Key<'c>>,
        values: impl IntoIterator<Item = T>,
    ) -> Action<'c, Self, Command<'c, u64>> {
        let values = values.into_iter().map(|value| self.encode(&value));
        self.action(write("RPUSH").once().key(key).values(values).returns(reply::count))
    }

    /// Takes up to `count` values off the front. [LPOP](https://valkey.io/commands/lpop)
    fn lpop<'c, T>(&'c self, key: impl Into<Key<'c>>, count: usize) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
    {
        self.action(write("LPOP").once().key(key).count(count).returns(reply::values))
    }

    /// Takes up to `count` values off the back, the last one first. [RPOP](https://valkey.io/commands/rpop)
    fn rpop<'c, T>(&'c self, key: impl Into<Key<'c>>, count: usize) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
    {
        self.action(write("RPOP").once().key(key).count(count).returns(reply::values))
    }

    /// Returns the values from `start` to `stop`, both included; −1 is the last. [LRANGE](https://valkey.io/commands/lrange)
    fn lrange<'c, T>(&'c self, key: impl Into<Key<'c>>, start: i64, stop: i64) -> Action<'c, Self, Command<'c, Vec<T>>>
    where
        T: DeserializeOwned,
    {
        self.action(read("LRANGE").key(key).int(start).int(stop).returns(reply::values))
    }

    /// Returns the number of values. [LLEN](https://valkey.io/commands/llen)
    fn llen<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, u64>> {
        self.action(read("LLEN").key(key).returns(reply::count))
    }

    /// Keeps the values from `start` to `stop`, both included, and drops the others. [LTRIM](https://valkey.io/commands/ltrim)
    fn ltrim<'c>(&'c self, key: impl Into<Key<'c>>, start: i64, stop: i64) -> Action<'c, Self, Command<'c, ()>> {
        self.action(write("LTRIM").once().key(key).int(start).int(stop).returns(reply::done))
    }
}

impl<B: BaseValkeyCache> ListCommands for B {}
