//! Keys as such: whether they are there, which there are, their version.

use crate::backend::{Action, BaseValkeyCache};
use crate::error::Result;
use crate::key::Key;
use crate::operation::{Argument, Command, Merge, Reading, Reply, read, read_primary, reply, write};

use super::pages::{Pages, page_size};

/// Keys as such.
pub trait KeyCommands: BaseValkeyCache {
    /// Tells whether the key exists. [EXISTS](https://valkey.io/commands/exists)
    fn has_key<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, bool>> {
        self.action(read("EXISTS").key(key).returns(reply::flag))
    }

    /// Deletes the key; answers whether it existed. [DEL](https://valkey.io/commands/del)
    fn delete<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, bool>> {
        self.action(write("DEL").key(key).returns(reply::flag))
    }

    /// Returns all keys that match a pattern, without prefix and version. [KEYS](https://valkey.io/commands/keys)
    ///
    /// The server does nothing else meanwhile; [`iter_keys`](Self::iter_keys) is kinder to a large one.
    fn keys<'c>(&'c self, pattern: &'c str) -> Action<'c, Self, Command<'c, Vec<String>>> {
        self.action(read("KEYS").pattern(pattern).everywhere(Merge::Concat).returns(reply::keys))
    }

    /// Goes through the keys that match a pattern, page by page. [SCAN](https://valkey.io/commands/scan)
    ///
    /// Keys that are there all the time come at least once; one may come twice. An `Iterator` (blocking), or a
    /// `Stream` with a `next` method (async). With shards and in a cluster one server that cannot be reached is no end: the
    /// keys of the others come, and then the error.
    fn iter_keys<'c>(&'c self, pattern: &'c str) -> Pages<'c, Self, String> {
        Pages::of_all(self, move |cursor, itersize| {
            let scan = read_primary("SCAN").text(cursor.to_string()).word("MATCH").pattern(pattern);
            page_size(scan, itersize).returns(reply::page_of_keys)
        })
    }

    /// Moves a value to the version `delta` above (or below) its own and returns that version.
    /// [RENAME](https://valkey.io/commands/rename)
    ///
    /// One step for the server; the expiry stays. What the other version held is replaced. Where the two versions are on
    /// different servers, it is copied and then deleted.
    ///
    /// # Errors
    ///
    /// `KeyMissing` if the key does not exist; `InvalidInput` if there is no such version.
    fn incr_version<'c>(&'c self, key: impl Into<Key<'c>>, delta: i64) -> Action<'c, Self, Command<'c, u64>> {
        let key = key.into();
        let draft = write("RENAME").once().key(key.clone()).key_moved(key, delta).moves();
        self.action(draft.returns_or_fails(version_moved_to))
    }

    /// Moves a value to the version `delta` below its own and returns that version.
    /// [RENAME](https://valkey.io/commands/rename)
    ///
    /// # Errors
    ///
    /// As [`incr_version`](Self::incr_version).
    fn decr_version<'c>(&'c self, key: impl Into<Key<'c>>, delta: i64) -> Action<'c, Self, Command<'c, u64>> {
        self.incr_version(key, delta.saturating_neg())
    }
}

impl<B: BaseValkeyCache> KeyCommands for B {}

/// The server answers `OK`; the version is the command's own.
fn version_moved_to(reply: Reply, reading: &Reading<'_>) -> Result<u64> {
    reply::done(reply, reading)?;
    let delta = reading.arguments.iter().find_map(|argument| match argument {
        Argument::KeyMoved(_, delta) => Some(*delta),
        _ => None,
    });
    reading.version(delta.unwrap_or_default())
}
