//! Values under a key: [strings](https://valkey.io/commands/#string).

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backend::{Action, BaseValkeyCache, Conditional, Timed};
use crate::client::{AtomicOverKeys, BareValues};
use crate::codec::Encoded;
use crate::config::Timeout;
use crate::error::Result;
use crate::key::Key;
use crate::operation::{Command, Draft, IntoCommand, Settings, read, reply, write};

/// Values under a key.
pub trait StringCommands: BaseValkeyCache {
    /// Stores a value; answers whether it was stored. [SET](https://valkey.io/commands/set)
    ///
    /// Options: [`timeout`](Action::timeout) (the cache's by default; zero deletes the key),
    /// [`keep_ttl`](Action::keep_ttl), [`nx`](Action::nx), [`xx`](Action::xx).
    fn set<'c, T: Serialize + ?Sized>(&'c self, key: impl Into<Key<'c>>, value: &T) -> Action<'c, Self, Set<'c>> {
        self.action(Set::new(key.into(), self.core().settings().encode(value)))
    }

    /// Stores a value if the key does not exist; answers whether it was stored. [SET NX](https://valkey.io/commands/set)
    ///
    /// Option: [`timeout`](Action::timeout).
    fn add<'c, T: Serialize + ?Sized>(&'c self, key: impl Into<Key<'c>>, value: &T) -> Action<'c, Self, Set<'c>> {
        self.set(key, value).nx()
    }

    /// Returns the value; nothing if the key does not exist. [GET](https://valkey.io/commands/get)
    ///
    /// With a [`HerdClient`](crate::client::HerdClient), also nothing if this caller is to renew the value.
    ///
    /// # Errors
    ///
    /// `Decode`, naming key, codec and type, if what is stored cannot be read as `T`.
    fn get<'c, T: DeserializeOwned>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, Option<T>>> {
        self.action(read("GET").key(key).returns(reply::value))
    }

    /// Stores a value, which never expires, and returns the one before. [SET GET](https://valkey.io/commands/set)
    fn getset<'c, V, T>(&'c self, key: impl Into<Key<'c>>, value: &V) -> Action<'c, Self, Command<'c, Option<T>>>
    where
        V: Serialize + ?Sized,
        T: DeserializeOwned,
    {
        self.action(write("SET").once().key(key).value(self.encode(value)).word("GET").returns(reply::taken))
    }

    /// Returns the value and deletes the key. [GETDEL](https://valkey.io/commands/getdel)
    ///
    /// With a [`HerdClient`](crate::client::HerdClient), a value whose timeout has passed counts as missing.
    fn getdel<'c, T: DeserializeOwned>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, Option<T>>> {
        self.action(write("GETDEL").once().key(key).returns(reply::taken))
    }

    /// Returns the value and sets when it expires. [GETEX](https://valkey.io/commands/getex)
    ///
    /// Option: [`timeout`](Action::timeout) (the cache's by default; zero deletes the key).
    fn getex<'c, T: DeserializeOwned>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, GetEx<'c, T>>
    where
        Self::Client: BareValues,
    {
        self.action(GetEx { key: key.into(), timeout: None, read: reply::value })
    }

    /// Returns the values of several keys, by key; missing ones are absent. One command, read at one moment.
    /// [MGET](https://valkey.io/commands/mget)
    fn mget<'c, T, K>(&'c self, keys: impl IntoIterator<Item = K>) -> Action<'c, Self, Command<'c, HashMap<String, T>>>
    where
        T: DeserializeOwned,
        K: Into<Key<'c>>,
        Self::Client: AtomicOverKeys,
    {
        self.action(read("MGET").keys(keys).returns(reply::values_by_key))
    }

    /// Stores several values, which never expire; all or none. [MSET](https://valkey.io/commands/mset)
    ///
    /// For a timeout use [`set_many`](super::ManyCommands::set_many).
    fn mset<'c, K, T>(&'c self, values: impl IntoIterator<Item = (K, T)>) -> Action<'c, Self, Command<'c, ()>>
    where
        K: Into<Key<'c>>,
        T: Serialize,
        Self::Client: AtomicOverKeys,
    {
        let add = |draft: Draft<'c>, (key, value): (K, T)| draft.key(key).value(self.encode(&value));
        self.action(write("MSET").each("value", values, add).returns(reply::done))
    }

    /// Stores several values, which never expire, if none of the keys exists; tells whether it did, for all or for none.
    /// [MSETNX](https://valkey.io/commands/msetnx)
    fn msetnx<'c, K, T>(&'c self, values: impl IntoIterator<Item = (K, T)>) -> Action<'c, Self, Command<'c, bool>>
    where
        K: Into<Key<'c>>,
        T: Serialize,
        Self::Client: AtomicOverKeys,
    {
        let add = |draft: Draft<'c>, (key, value): (K, T)| draft.key(key).value(self.encode(&value));
        self.action(write("MSETNX").once().each("value", values, add).returns(reply::flag))
    }
}

impl<B: BaseValkeyCache> StringCommands for B {}

/// `SET` with its options.
#[derive(Debug)]
pub struct Set<'c> {
    key: Key<'c>,
    value: Result<Encoded>,
    timeout: Option<Timeout>,
    keep_ttl: bool,
    nx: bool,
    xx: bool,
}

impl<'c> Set<'c> {
    pub(super) fn new(key: Key<'c>, value: Result<Encoded>) -> Self {
        Self { key, value, timeout: None, keep_ttl: false, nx: false, xx: false }
    }
}

impl<B: BaseValkeyCache> Action<'_, B, Set<'_>> {
    /// Leaves the expiry of the key as it is.
    pub fn keep_ttl(mut self) -> Self
    where
        B::Client: BareValues,
    {
        self.operation.keep_ttl = true;
        self
    }
}

impl Timed for Set<'_> {
    fn set_timeout(&mut self, timeout: Timeout) {
        self.timeout = Some(timeout);
    }
}

impl Conditional for Set<'_> {
    fn set_nx(&mut self) {
        self.nx = true;
    }

    fn set_xx(&mut self) {
        self.xx = true;
    }
}

impl IntoCommand for Set<'_> {
    type Output = bool;

    fn into_command<'c>(self, settings: &Settings) -> Command<'c, bool>
    where
        Self: 'c,
    {
        let Self { key, value, timeout, keep_ttl, nx, xx } = self;
        let both = nx && xx;
        let keeps_nothing = keep_ttl && (nx || timeout.is_some());
        let timeout = timeout.unwrap_or(settings.timeout);
        if timeout == Timeout::After(Duration::ZERO) && !keep_ttl && !both {
            // As the reference: such a value is gone before anybody sees it.
            return match nx {
                true => read("EXISTS").key(key).returns(reply::not_flag),
                false if xx => write("DEL").key(key).returns(reply::flag),
                false => write("DEL").key(key).returns(reply::always),
            };
        }
        let sealed = value.and_then(|value| settings.seal(value, timeout));
        let (value, lifetime) = sealed.map_or_else(|error| (Err(error), timeout), |(value, time)| (Ok(value), time));
        let draft = write("SET").key(key).value(value);
        let draft = if keep_ttl { draft.word("KEEPTTL") } else { expiring(draft, "PX", lifetime) };
        // Sent again, `NX` would find the key that the first one wrote.
        let draft = if nx { draft.once() } else { draft };
        draft
            .word_if(nx, "NX")
            .word_if(xx, "XX")
            .reject_if(both, || "`.nx()` and `.xx()` exclude each other; choose one".to_owned())
            .reject_if(keeps_nothing, || {
                "`.keep_ttl()` excludes `.timeout()`, and `.nx()`, since a new key has no expiry to keep; leave one out"
                    .to_owned()
            })
            .returns(reply::flag)
    }

    fn name(&self) -> &'static str {
        "SET"
    }

    fn fallback(&self) -> Option<bool> {
        Some(false)
    }
}

/// `GETEX` with its timeout.
pub struct GetEx<'c, T> {
    key: Key<'c>,
    timeout: Option<Timeout>,
    read: crate::operation::Reader<Option<T>>,
}

impl<T> std::fmt::Debug for GetEx<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GetEx").field("key", &self.key).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl<T> Timed for GetEx<'_, T> {
    fn set_timeout(&mut self, timeout: Timeout) {
        self.timeout = Some(timeout);
    }
}

impl<T> IntoCommand for GetEx<'_, T> {
    type Output = Option<T>;

    fn into_command<'c>(self, settings: &Settings) -> Command<'c, Option<T>>
    where
        Self: 'c,
    {
        match self.timeout.unwrap_or(settings.timeout) {
            Timeout::Never => write("GETEX").key(self.key).word("PERSIST").returns(self.read),
            Timeout::After(Duration::ZERO) => write("GETDEL").once().key(self.key).returns(self.read),
            timeout => expiring(write("GETEX").key(self.key), "PX", timeout).returns(self.read),
        }
    }

    fn name(&self) -> &'static str {
        "GETEX"
    }

    fn fallback(&self) -> Option<Option<T>> {
        Some(None)
    }
}

/// Adds a timeout in milliseconds, if there is one. What is less than a millisecond becomes one.
pub(super) fn expiring<'c>(draft: Draft<'c>, word: &'static str, timeout: Timeout) -> Draft<'c> {
    match timeout {
        Timeout::Never => draft,
        Timeout::After(time) => milliseconds(draft.word(word), time),
    }
}

/// Adds a time in milliseconds, rounded up.
pub(super) fn milliseconds(draft: Draft<'_>, time: Duration) -> Draft<'_> {
    let milliseconds = time.as_nanos().div_ceil(1_000_000);
    // The server adds the present time, and refuses what does not fit into 63 bits then.
    let longest = i64::MAX as u128 / 2;
    draft.int(i64::try_from(milliseconds.min(longest)).unwrap_or(i64::MAX)).reject_if(milliseconds > longest, || {
        format!("a time of {time:?} is longer than a server can count; use `Timeout::Never`")
    })
}
