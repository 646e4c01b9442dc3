//! A command as data: words, keys, values, and how its reply is read.

use std::borrow::Cow;

use redis::{Cmd, RedisWrite as _};

use super::argument::{Argument, made_key, moved};
use super::reply::Reply;
use super::request::{Access, Request};
use super::script::Script;
use super::settings::Settings;
use super::spread::{Merge, Spread};
use crate::config::HashLayout;
use crate::error::{Error, ErrorKind, Result};
use crate::key::Key;

/// How a reply becomes what the caller gets.
pub type Reader<T> = fn(Reply, &Reading<'_>) -> Result<T>;

/// What a [`Reader`] may look at beside the reply.
#[derive(Debug)]
pub struct Reading<'r> {
    /// The command's name.
    pub operation: &'static str,
    /// The cache's codec and keys.
    pub settings: &'r Settings,
    /// The version that the caller chose.
    pub version: Option<u64>,
    /// The words after the command's name, as the caller gave them.
    pub arguments: &'r [Argument<'r>],
}

/// One thing that a cache can do in one command: data, without a socket.
#[derive(Debug)]
#[must_use = "a command does nothing until a cache runs it"]
pub struct Command<'c, T> {
    draft: Draft<'c>,
    read: Reader<T>,
    fallback: Option<fn() -> T>,
}

/// A [`Command`] whose reader is not named yet; made by [`read`], [`write`](write()) and [`script`].
#[derive(Debug)]
#[must_use = "finish it with `returns`"]
pub struct Draft<'c> {
    name: &'static str,
    access: Access,
    repeatable: bool,
    script: Option<&'static Script>,
    spread: Option<Spread>,
    node: Option<usize>,
    arguments: Vec<Argument<'c>>,
    fault: Option<Error>,
}

/// Starts a command that changes nothing; replicas may serve it.
pub fn read<'c>(name: &'static str) -> Draft<'c> {
    Draft::new(name, Access::Read)
}

/// Starts a command that changes something.
pub fn write<'c>(name: &'static str) -> Draft<'c> {
    Draft::new(name, Access::Write)
}

/// Starts a command that changes nothing and must be answered by the primary: a cursor means nothing to another server.
pub fn read_primary<'c>(name: &'static str) -> Draft<'c> {
    Draft::new(name, Access::Write)
}

/// Starts a call of a script under the name `name`; its keys come first. It is never sent twice.
pub fn script<'c>(name: &'static str, script: &'static Script) -> Draft<'c> {
    Draft { script: Some(script), repeatable: false, ..Draft::new(name, Access::Write) }
}

impl<'c> Draft<'c> {
    fn new(name: &'static str, access: Access) -> Self {
        Self {
            name,
            access,
            repeatable: true,
            script: None,
            spread: None,
            node: None,
            arguments: Vec::with_capacity(4),
            fault: None,
        }
    }

    /// Marks a command that must not be sent again when it is unknown whether the server did it: `INCRBY`, `LPUSH`, `SPOP`.
    pub fn once(mut self) -> Self {
        self.repeatable = false;
        self
    }

    /// Lets the command be cut by its keys, each with what follows it, where these are on several servers.
    pub fn by_key(mut self, merge: Merge) -> Self {
        self.spread = Some(Spread::ByKey(merge));
        self
    }

    /// Lets the command, which gives what is at its first key to its second, be done in several steps where these are
    /// on two servers.
    pub fn moves(mut self) -> Self {
        self.spread = Some(Spread::Moves);
        self
    }

    /// Sends the command to every server that has keys of its own.
    pub fn everywhere(mut self, merge: Merge) -> Self {
        self.spread = Some(Spread::Everywhere(merge));
        self
    }

    fn push(mut self, argument: Argument<'c>) -> Self {
        self.arguments.push(argument);
        self
    }

    /// Adds a word of the command itself.
    pub fn word(self, word: &'static str) -> Self {
        self.push(Argument::Word(word))
    }

    /// Adds a word of the command itself if `condition` holds.
    pub fn word_if(self, condition: bool, word: &'static str) -> Self {
        if condition { self.word(word) } else { self }
    }

    /// Adds text as it is.
    pub fn text(self, text: impl Into<Cow<'c, str>>) -> Self {
        self.push(Argument::Text(text.into()))
    }

    /// Adds an integer.
    pub fn int(self, number: i64) -> Self {
        self.push(Argument::Int(number))
    }

    /// Adds a size or a count.
    pub fn count(self, number: usize) -> Self {
        self.int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// Adds a floating point number.
    pub fn float(self, number: f64) -> Self {
        self.push(Argument::Float(number))
    }

    /// Adds a key.
    pub fn key(self, key: impl Into<Key<'c>>) -> Self {
        self.push(Argument::Key(key.into()))
    }

    /// Adds a key `delta` versions above the one in use, or below.
    pub fn key_moved(self, key: impl Into<Key<'c>>, delta: i64) -> Self {
        self.push(Argument::KeyMoved(key.into(), delta))
    }

    /// Adds keys; at least one.
    pub fn keys<K: Into<Key<'c>>>(self, keys: impl IntoIterator<Item = K>) -> Self {
        self.each("key", keys, Draft::key)
    }

    /// Adds the name of a hash: a key, unless the cache keeps hashes as Django does.
    pub fn hash(self, name: impl Into<Key<'c>>) -> Self {
        self.push(Argument::Hash(name.into()))
    }

    /// Adds a field of a hash.
    pub fn field(self, field: impl Into<Cow<'c, str>>) -> Self {
        self.push(Argument::Field(field.into()))
    }

    /// Adds a key as it is on the server.
    pub fn key_bytes(self, key: Vec<u8>) -> Self {
        self.push(Argument::KeyBytes(key))
    }

    /// Adds a pattern of keys.
    pub fn pattern(self, pattern: impl Into<Cow<'c, str>>) -> Self {
        self.push(Argument::Pattern(pattern.into()))
    }

    /// Adds a value as a codec encoded it; its error becomes the command's.
    pub fn value(mut self, encoded: Result<Vec<u8>>) -> Self {
        match encoded {
            Ok(bytes) => self.push(Argument::Value(bytes)),
            Err(error) => {
                self.fault.get_or_insert(error);
                self
            }
        }
    }

    /// Adds values; at least one.
    pub fn values(self, encoded: impl IntoIterator<Item = Result<Vec<u8>>>) -> Self {
        self.each("value", encoded, Draft::value)
    }

    /// Adds what `add` makes of each item; without any, the command fails, saying that it needs one.
    pub fn each<T>(mut self, what: &str, items: impl IntoIterator<Item = T>, add: impl Fn(Self, T) -> Self) -> Self {
        let mut items = items.into_iter().peekable();
        let (name, is_empty) = (self.name, items.peek().is_none());
        self.arguments.reserve(items.size_hint().0);
        items.fold(self, add).reject_if(is_empty, || format!("{name} was given no {what}; it needs at least one"))
    }

    /// Makes the command fail with `InvalidInput`, without being sent, when `condition` holds.
    pub fn reject_if(mut self, condition: bool, why: impl FnOnce() -> String) -> Self {
        if condition {
            self.fault.get_or_insert_with(|| Error::new(ErrorKind::InvalidInput, why()));
        }
        self
    }

    /// Finishes the command: `read` reads its reply, and the default of `T` is what a caller gets when the server is
    /// unreachable and exceptions are ignored.
    pub fn returns<T: Default>(self, read: Reader<T>) -> Command<'c, T> {
        Command { draft: self, read, fallback: Some(T::default) }
    }

    /// Finishes a command that has no honest answer when the server is unreachable: it fails even when exceptions are ignored.
    pub fn returns_or_fails<T>(self, read: Reader<T>) -> Command<'c, T> {
        Command { draft: self, read, fallback: None }
    }
}

impl<'c, T> Command<'c, T> {
    /// Makes the command fail as [`Draft::reject_if`] does.
    pub(crate) fn reject_if(mut self, condition: bool, why: impl FnOnce() -> String) -> Self {
        self.draft = self.draft.reject_if(condition, why);
        self
    }

    /// Returns the command's name.
    pub fn name(&self) -> &'static str {
        self.draft.name
    }

    /// Sends the command to a node that [`nodes`](super::Executor::nodes) named, whatever its keys.
    pub fn at(mut self, node: usize) -> Self {
        self.draft.node = Some(node);
        self
    }

    /// Returns what a caller gets when the server is unreachable and exceptions are ignored.
    pub fn fallback(&self) -> Option<T> {
        self.fallback.map(|make| make())
    }

    /// Makes the keys and lays the words out for the wire, once: the values go with them.
    ///
    /// # Errors
    ///
    /// `Encode` or `InvalidInput`, if a value or an argument was refused when the command was made.
    pub fn request(&mut self, settings: &Settings, version: Option<u64>) -> Result<Request> {
        let Draft { name, access, repeatable, script, spread, node, arguments, fault } = &mut self.draft;
        if let Some(error) = fault.take() {
            return Err(error.with_operation(name));
        }
        let offset = if script.is_some() { 3 } else { 1 };
        let places = (offset..).zip(&*arguments);
        let mut keys = places.filter(|(_, argument)| argument.is_key()).map(|(place, _)| place);
        let (first_key, more_keys) = (keys.next().unwrap_or_default(), keys.collect::<Vec<_>>());
        let words = arguments.iter().map(Argument::size_hint).sum::<usize>();
        let mut cmd = Cmd::with_capacity(arguments.len() + 3, 48 + words);
        match script {
            Some(script) => {
                cmd.write_arg(b"EVALSHA");
                cmd.write_arg(script.digest().as_bytes());
                cmd.write_arg_fmt(usize::from(first_key > 0) + more_keys.len());
            }
            None => cmd.write_arg(name.as_bytes()),
        }
        for argument in arguments {
            argument.write(&mut cmd, settings, version).map_err(|error| error.with_operation(name))?;
            if let Argument::Value(bytes) = argument {
                // They stand in the command now; large batches need not hold them twice.
                *bytes = Vec::new();
            }
        }
        Ok(Request {
            cmd,
            access: *access,
            repeatable: *repeatable,
            script: *script,
            first_key,
            more_keys,
            spread: *spread,
            node: *node,
        })
    }

    /// Reads the reply.
    ///
    /// # Errors
    ///
    /// The server's error, or `Decode` if the reply cannot be read as `T`; with the operation and the key.
    pub fn finish(&self, reply: Reply, settings: &Settings, version: Option<u64>) -> Result<T> {
        let reading = Reading { operation: self.draft.name, settings, version, arguments: &self.draft.arguments };
        let answer = self.own_reply(reply).into_result().and_then(|reply| (self.read)(reply, &reading));
        answer.map_err(|error| self.blame(error, settings, version))
    }

    /// Takes off what a server adds to an error within a script: which line of which script it was.
    fn own_reply(&self, mut reply: Reply) -> Reply {
        if let (Some(_), Reply::Error(error)) = (self.draft.script, &mut reply)
            && let Some(end) = error.message.find(" script: ")
        {
            error.message.truncate(end);
        }
        reply
    }

    /// Says in an error which operation failed, on which key.
    pub(super) fn blame(&self, error: Error, settings: &Settings, version: Option<u64>) -> Error {
        let error = error.with_operation(self.draft.name).with_alias(settings.alias.as_str());
        let key = made_key(&self.draft.arguments, settings, version);
        match key {
            Some(key) => error.with_key(key),
            None => error,
        }
    }
}

impl Reading<'_> {
    /// Returns a field of a hash as the caller knows it; nothing if it is not one of this cache's, in this version.
    pub(super) fn field(&self, stored: String) -> Option<String> {
        match self.settings.hash_layout {
            HashLayout::Native => Some(stored),
            HashLayout::Django => self.settings.keys.reverse_own(&stored, self.version),
        }
    }

    /// Returns the first key of the command as it is on the server.
    pub(super) fn key(&self) -> Option<String> {
        made_key(self.arguments, self.settings, self.version)
    }

    /// Returns the version of the command's keys, moved by `delta`.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if there is no such version.
    pub fn version(&self, delta: i64) -> Result<u64> {
        moved(self.settings, self.version, delta)
    }
}
