//! When keys expire.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::strings::milliseconds;
use super::touch::Touch;
use crate::backend::{Action, BaseValkeyCache};
use crate::key::Key;
use crate::operation::reply::{self, Ttl};
use crate::operation::{Command, Draft, read, write};

/// When keys expire.
pub trait ExpiryCommands: BaseValkeyCache {
    /// Returns the time to live in whole seconds. [TTL](https://valkey.io/commands/ttl)
    fn ttl<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, Ttl>> {
        self.action(read("TTL").key(key).returns(reply::ttl_seconds))
    }

    /// Returns the time to live in milliseconds. [PTTL](https://valkey.io/commands/pttl)
    fn pttl<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, Ttl>> {
        self.action(read("PTTL").key(key).returns(reply::ttl_milliseconds))
    }

    /// Sets when the key expires; answers whether it exists. [PEXPIRE](https://valkey.io/commands/pexpire)
    ///
    /// Option: [`timeout`](Action::timeout) (the cache's by default; zero deletes the key).
    ///
    /// With a [`HerdClient`](crate::client::HerdClient) it moves the time that the value carries as well: it reads the value,
    /// and stores it again unless somebody replaced it meanwhile, in which case it starts over. What is stale stays so, and
    /// the answer is no.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, if it is part of a batch of a herd client's cache.
    fn touch<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Touch<'c>> {
        self.action(Touch::new(key.into()))
    }

    /// Lets the key live for ever; answers whether it had an expiry. [PERSIST](https://valkey.io/commands/persist)
    fn persist<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, bool>> {
        self.action(write("PERSIST").once().key(key).returns(reply::flag))
    }

    /// Lets the key expire after `time`, in whole seconds, rounded up; answers whether it exists.
    /// [EXPIRE](https://valkey.io/commands/expire)
    fn expire<'c>(&'c self, key: impl Into<Key<'c>>, time: Duration) -> Action<'c, Self, Command<'c, bool>> {
        self.action(seconds(write("EXPIRE").key(key), time).returns(reply::flag))
    }

    /// Lets the key expire after `time`, in milliseconds, rounded up; answers whether it exists.
    /// [PEXPIRE](https://valkey.io/commands/pexpire)
    fn pexpire<'c>(&'c self, key: impl Into<Key<'c>>, time: Duration) -> Action<'c, Self, Command<'c, bool>> {
        self.action(milliseconds(write("PEXPIRE").key(key), time).returns(reply::flag))
    }

    /// Lets the key expire at `time`, rounded up to a second; a time in the past deletes it. Answers whether it existed.
    /// [EXPIREAT](https://valkey.io/commands/expireat)
    fn expire_at<'c>(&'c self, key: impl Into<Key<'c>>, time: SystemTime) -> Action<'c, Self, Command<'c, bool>> {
        self.action(seconds(write("EXPIREAT").key(key), since_epoch(time)).returns(reply::flag))
    }

    /// Lets the key expire at `time`, rounded up to a millisecond; a time in the past deletes it. Answers whether it existed.
    /// [PEXPIREAT](https://valkey.io/commands/pexpireat)
    fn pexpire_at<'c>(&'c self, key: impl Into<Key<'c>>, time: SystemTime) -> Action<'c, Self, Command<'c, bool>> {
        self.action(milliseconds(write("PEXPIREAT").key(key), since_epoch(time)).returns(reply::flag))
    }
}

impl<B: BaseValkeyCache> ExpiryCommands for B {}

fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn seconds(draft: Draft<'_>, time: Duration) -> Draft<'_> {
    let seconds = time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0));
    // The server counts in milliseconds inside.
    let longest = i64::MAX as u64 / 2000;
    draft
        .int(i64::try_from(seconds.min(longest)).unwrap_or(i64::MAX))
        .reject_if(seconds > longest, || format!("a time of {time:?} is longer than a server can count; use `persist`"))
}
