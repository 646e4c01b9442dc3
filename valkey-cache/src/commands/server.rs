//! The server as a whole.

use crate::backend::{Action, BaseValkeyCache};
use crate::operation::{Command, Merge, read, reply, write};

/// The server as a whole.
pub trait ServerCommands: BaseValkeyCache {
    /// Deletes every key of the database, those of other prefixes and programs included.
    /// [FLUSHDB](https://valkey.io/commands/flushdb)
    ///
    /// [`clear`](super::PatternCommands::clear) deletes the keys of this cache only.
    fn flush_db(&self) -> Action<'_, Self, Command<'_, ()>> {
        self.action(write("FLUSHDB").everywhere(Merge::Same).returns(reply::done))
    }

    /// Deletes every key of every database of the server. [FLUSHALL](https://valkey.io/commands/flushall)
    ///
    /// [`clear`](super::PatternCommands::clear) deletes the keys of this cache only.
    fn flush_all(&self) -> Action<'_, Self, Command<'_, ()>> {
        self.action(write("FLUSHALL").everywhere(Merge::Same).returns(reply::done))
    }

    /// Asks the server whether it is there; answers `PONG`. [PING](https://valkey.io/commands/ping)
    ///
    /// # Errors
    ///
    /// `Connection` or `Timeout`, also when exceptions are ignored: the answer is the question.
    fn ping(&self) -> Action<'_, Self, Command<'_, String>> {
        self.action(read("PING").everywhere(Merge::Same).returns_or_fails(reply::text))
    }
}

impl<B: BaseValkeyCache> ServerCommands for B {}
