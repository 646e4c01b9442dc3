//! Many keys at once, in parts of a bounded size.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::strings::Set;
use super::tally::Tally;
use crate::backend::{Action, BaseValkeyCache, Conditional, Timed};
use crate::codec::Encoded;
use crate::config::Timeout;
use crate::error::{Error, Result};
use crate::key::Key;
use crate::operation::{Executor, IntoCommand as _, Merge, Operation, read, reply, write};

/// So many keys go into one round trip; with more, neither side holds more than that many values at a time.
const PART: usize = 500;
/// So many bytes of values go into one round trip.
const PART_BYTES: usize = 1 << 20;

/// Many keys at once.
pub trait ManyCommands: BaseValkeyCache {
    /// Returns the values of keys, by key; missing ones are absent. [MGET](https://valkey.io/commands/mget)
    ///
    /// One round trip for up to 500 keys, and one more for each 500 after them.
    ///
    /// # Errors
    ///
    /// `Decode`, naming the key, if one of the values cannot be read as `T`. With [`partial`](Action::partial), what fails
    /// is reported beside what was found.
    fn get_many<'c, T, K>(&'c self, keys: impl IntoIterator<Item = K>) -> Action<'c, Self, GetMany<'c, T>>
    where
        T: DeserializeOwned,
        K: Into<Key<'c>>,
    {
        self.action(GetMany { keys: keys.into_iter().map(Into::into).collect(), values: PhantomData })
    }

    /// Stores values under their keys. [SET](https://valkey.io/commands/set), several in one round trip
    ///
    /// Values are encoded and sent in parts of up to 500 or about 1 MiB, so that the iterator may be long.
    /// Options: [`timeout`](Action::timeout), [`nx`](Action::nx), [`xx`](Action::xx). Returns how many were stored.
    ///
    /// # Errors
    ///
    /// The first one; other values may have been stored. Where servers share the keys among them and one cannot be
    /// reached, those of the others are.
    fn set_many<'c, I, K, T>(&'c self, values: I) -> Action<'c, Self, SetMany<'c, I::IntoIter>>
    where
        I: IntoIterator<Item = (K, T)>,
        K: Into<Key<'c>>,
        T: Serialize,
    {
        self.action(SetMany { values: values.into_iter(), timeout: None, nx: false, xx: false, keys: PhantomData })
    }

    /// Deletes keys; returns how many existed. [DEL](https://valkey.io/commands/del)
    ///
    /// # Errors
    ///
    /// Where servers share the keys among them and one cannot be reached, the keys of the others are deleted.
    fn delete_many<'c, K: Into<Key<'c>>>(
        &'c self,
        keys: impl IntoIterator<Item = K>,
    ) -> Action<'c, Self, DeleteMany<'c>> {
        self.action(DeleteMany { keys: keys.into_iter().map(Into::into).collect() })
    }
}

impl<B: BaseValkeyCache> ManyCommands for B {}

/// Returns the values of many keys.
pub struct GetMany<'c, T> {
    keys: Vec<Key<'c>>,
    values: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for GetMany<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetMany").field("keys", &self.keys).finish()
    }
}

impl<T: DeserializeOwned + Send> Operation for GetMany<'_, T> {
    type Output = HashMap<String, T>;

    fn name(&self) -> &'static str {
        "get_many"
    }

    fn fallback(&self) -> Option<Self::Output> {
        Some(HashMap::new())
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let mut found = HashMap::new();
        for part in parts(self.keys) {
            let values = read("MGET").keys(part).by_key(Merge::ByKey).returns(reply::values_by_key::<T>);
            let values = match executor.call(values).await {
                Ok(values) => values,
                Err(error) if executor.settings().ignores(&error) => match executor.nodes().await?.len() {
                    // What was found is not lost, and there is nobody else to ask.
                    1 => break,
                    _ => continue,
                },
                Err(error) => return Err(error),
            };
            match found.is_empty() {
                // Mostly there is one part, whose keys need not be hashed again.
                true => found = values,
                false => found.extend(values),
            }
        }
        executor.found(found.len());
        Ok(found)
    }
}

impl<'c, B: BaseValkeyCache, T: DeserializeOwned> Action<'c, B, GetMany<'c, T>> {
    /// Answers with what can be had, and reports what failed beside it: a value that cannot be read, the keys of a shard
    /// that is down.
    pub fn partial(self) -> Action<'c, B, GetManyPartial<'c, T>> {
        let Self { cache, operation, version } = self;
        Action { cache, operation: GetManyPartial(operation), version }
    }
}

/// Returns the values of many keys, and what failed.
pub struct GetManyPartial<'c, T>(GetMany<'c, T>);

impl<T> fmt::Debug for GetManyPartial<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("GetManyPartial").field(&self.0).finish()
    }
}

/// What was found of many keys, and what failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Partial<T> {
    /// The values, by key; missing ones are absent.
    pub found: HashMap<String, T>,
    /// The errors, by key.
    pub failed: HashMap<String, Error>,
}

impl<T: DeserializeOwned + Send> Operation for GetManyPartial<'_, T> {
    type Output = Partial<T>;

    fn name(&self) -> &'static str {
        "get_many"
    }

    fn fallback(&self) -> Option<Self::Output> {
        Some(Partial { found: HashMap::new(), failed: HashMap::new() })
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<Self::Output> {
        let mut answer = Partial { found: HashMap::new(), failed: HashMap::new() };
        for part in parts(self.0.keys) {
            let names = part.iter().map(ToString::to_string).collect::<Vec<_>>();
            let gets = part.into_iter().map(|key| read("GET").key(key).returns(reply::value::<T>)).collect();
            for (name, value) in names.into_iter().zip(executor.call_all(gets).await?) {
                match value {
                    Ok(None) => {}
                    Ok(Some(value)) => _ = answer.found.insert(name, value),
                    Err(error) => _ = answer.failed.insert(name, error),
                }
            }
        }
        executor.found(answer.found.len());
        Ok(answer)
    }
}

/// Stores many values.
pub struct SetMany<'c, I> {
    values: I,
    timeout: Option<Timeout>,
    nx: bool,
    xx: bool,
    keys: PhantomData<fn() -> Key<'c>>,
}

impl<I> fmt::Debug for SetMany<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetMany").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl<I> Timed for SetMany<'_, I> {
    fn set_timeout(&mut self, timeout: Timeout) {
        self.timeout = Some(timeout);
    }
}

impl<I> Conditional for SetMany<'_, I> {
    fn set_nx(&mut self) {
        self.nx = true;
    }

    fn set_xx(&mut self) {
        self.xx = true;
    }
}

impl<'c, I, K, T> Operation for SetMany<'c, I>
where
    I: Iterator<Item = (K, T)> + Send,
    K: Into<Key<'c>>,
    T: Serialize,
{
    type Output = u64;

    fn name(&self) -> &'static str {
        "set_many"
    }

    fn fallback(&self) -> Option<u64> {
        Some(0)
    }

    async fn execute<E: Executor>(mut self, executor: &E) -> Result<u64> {
        let settings = executor.settings();
        let mut tally = Tally::default();
        loop {
            let (mut part, mut bytes) = (Vec::with_capacity(self.values.size_hint().0.min(PART)), 0);
            while part.len() < PART && bytes < PART_BYTES {
                let Some((key, value)) = self.values.next() else { break };
                let value = settings.encode(&value);
                bytes += value.as_ref().map_or(0, Encoded::len);
                let mut set = Set::new(key.into(), value);
                self.timeout.into_iter().for_each(|timeout| set.set_timeout(timeout));
                self.nx.then(|| set.set_nx());
                self.xx.then(|| set.set_xx());
                part.push(set.into_command(settings));
            }
            if part.is_empty() || tally.add_all(executor.call_all(part).await)? {
                return tally.end(executor, "set_many");
            }
        }
    }
}

/// Deletes many keys.
#[derive(Debug)]
pub struct DeleteMany<'c> {
    keys: Vec<Key<'c>>,
}

impl Operation for DeleteMany<'_> {
    type Output = u64;

    fn name(&self) -> &'static str {
        "delete_many"
    }

    fn fallback(&self) -> Option<u64> {
        Some(0)
    }

    async fn execute<E: Executor>(self, executor: &E) -> Result<u64> {
        let mut tally = Tally::default();
        for part in parts(self.keys) {
            // In a list of one, where servers share the keys: so it fails for itself and the next one is sent.
            let delete = write("DEL").keys(part).by_key(Merge::Sum).returns(reply::count);
            if tally.add_all(executor.call_all(vec![delete]).await)? {
                break;
            }
        }
        tally.end(executor, "delete_many")
    }
}

fn parts<T>(items: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut items = items.into_iter();
    std::iter::from_fn(move || Some(items.by_ref().take(PART).collect::<Vec<_>>()).filter(|part| !part.is_empty()))
}
