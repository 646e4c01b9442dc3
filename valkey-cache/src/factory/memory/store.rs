//! The store: the keys behind a lock, and the stores of this process by name.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::dispatch::dispatch;
use super::keyspace::{Keyspace, Millis};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Reply, Request, Script};

/// The named stores. They live as long as the process, so that a cache that is opened again finds its data.
static NAMED: Mutex<BTreeMap<String, Arc<Store>>> = Mutex::new(BTreeMap::new());

/// A store in this process, which takes the server's commands and gives the server's answers.
///
/// It holds a bounded number of keys. When it is full, keys that have expired go first, then those whose last use is
/// longest ago.
pub(crate) struct Store {
    keys: Mutex<Keyspace>,
}

impl Store {
    /// Makes an empty store that holds up to `max_entries` keys.
    pub(crate) fn new(max_entries: NonZeroUsize) -> Self {
        Self { keys: Mutex::new(Keyspace::new(max_entries)) }
    }

    /// Returns the store of this name, the same one for the whole process; the first call makes it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the store is open with another number of entries.
    pub(crate) fn named(name: &str, max_entries: NonZeroUsize) -> Result<Arc<Self>> {
        let mut named = NAMED.lock().unwrap_or_else(PoisonError::into_inner);
        let store = named.entry(name.to_owned()).or_insert_with(|| Arc::new(Self::new(max_entries)));
        let open_with = store.lock().max_entries();
        if open_with != max_entries {
            return Err(Error::new(
                ErrorKind::Config,
                format!(
                    "the store memory://{name} is open in this process with max_entries = {open_with} and cannot be \
                     opened with max_entries = {max_entries}; give both caches the same number, or their stores \
                     different names"
                ),
            ));
        }
        Ok(store.clone())
    }

    /// Does what a request asks for: a command, or a script of this crate.
    pub(crate) fn answer(&self, request: &Request) -> Reply {
        match request.script() {
            Some(script) => {
                let (keys, args) = request.script_parts();
                self.execute_script(script, &keys, &args)
            }
            None => self.execute(&request.words().collect::<Vec<_>>()),
        }
    }

    /// Does one command: its name in any case, then its arguments. An error comes as [`Reply::Error`].
    pub(crate) fn execute(&self, command: &[&[u8]]) -> Reply {
        dispatch(&mut self.begin(wall_clock()), command)
    }

    /// Does the native form of a script, with no command of anyone else in between and no time passing.
    pub(crate) fn execute_script(&self, script: &Script, keys: &[&[u8]], args: &[&[u8]]) -> Reply {
        let mut data = self.begin(wall_clock());
        (script.native)(&mut |command| dispatch(&mut data, command), keys, args)
    }

    /// Does one command at a given moment.
    #[cfg(test)]
    pub(super) fn execute_at(&self, now: Millis, command: &[&[u8]]) -> Reply {
        dispatch(&mut self.begin(now), command)
    }

    fn begin(&self, now: Millis) -> MutexGuard<'_, Keyspace> {
        let mut keys = self.lock();
        keys.begin(now);
        keys
    }

    fn lock(&self) -> MutexGuard<'_, Keyspace> {
        // Only the code of a script can panic under the lock, and it does so between two whole commands.
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys = self.lock();
        f.debug_struct("Store").field("entries", &keys.slots().len()).field("max_entries", &keys.max_entries()).finish()
    }
}

fn wall_clock() -> Millis {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as Millis)
}
