//! The keys: their values, their expiry, and which of them goes when the store is full.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use lru::LruCache;

use super::error::{Answer, wrong_type};
use super::value::{Kind, Name, Value};

/// A moment in milliseconds since 1970, as `PEXPIREAT` takes it.
pub(super) type Millis = i64;

struct Entry {
    value: Value,
    deadline: Option<Millis>,
    /// Where the key stands in [`Keyspace::slots`].
    slot: usize,
}

/// All keys of a store, without a lock.
///
/// Time stands still from one [`begin`](Keyspace::begin) to the next, so a script sees one moment only.
pub(super) struct Keyspace {
    /// In the order of their last use. Its bound is ours: expired keys go before live ones.
    entries: LruCache<Name, Entry>,
    /// Every key once, for cursors; a removal moves the last one into the gap.
    slots: Vec<Name>,
    /// The keys that expire, the next one first.
    deadlines: BTreeSet<(Millis, Name)>,
    now: Millis,
    max_entries: NonZeroUsize,
}

impl Keyspace {
    pub(super) fn new(max_entries: NonZeroUsize) -> Self {
        Self { entries: LruCache::unbounded(), slots: Vec::new(), deadlines: BTreeSet::new(), now: 0, max_entries }
    }

    /// Sets the time and removes what has expired, so that no command ever meets an expired key.
    pub(super) fn begin(&mut self, now: Millis) {
        self.now = now;
        while let Some((deadline, key)) = self.deadlines.first()
            && *deadline < now
        {
            let key = key.clone();
            self.remove(&key);
        }
    }

    pub(super) fn now(&self) -> Millis {
        self.now
    }

    pub(super) fn max_entries(&self) -> NonZeroUsize {
        self.max_entries
    }

    /// Returns all keys by the positions that cursors use.
    pub(super) fn slots(&self) -> &[Name] {
        &self.slots
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.slots.clear();
        self.deadlines.clear();
    }

    /// Counts as a use of the key, and tells whether it exists.
    pub(super) fn touch(&mut self, key: &[u8]) -> bool {
        self.entries.promote(key)
    }

    /// Returns a value without counting it as a use.
    pub(super) fn peek(&self, key: &[u8]) -> Option<&Value> {
        self.entries.peek(key).map(|entry| &entry.value)
    }

    /// Returns a value of one kind.
    pub(super) fn read<K: Kind>(&mut self, key: &[u8]) -> Answer<Option<&K>> {
        self.entries.get(key).map(|entry| K::of(&entry.value).ok_or_else(wrong_type)).transpose()
    }

    /// Returns a value of one kind for changes that cannot leave a collection empty.
    pub(super) fn write<K: Kind>(&mut self, key: &[u8]) -> Answer<Option<&mut K>> {
        self.entries.get_mut(key).map(|entry| K::of_mut(&mut entry.value).ok_or_else(wrong_type)).transpose()
    }

    /// Returns a value of one kind, made empty and without expiry if the key does not exist; it must not stay empty.
    pub(super) fn create<K: Kind>(&mut self, key: &[u8]) -> Answer<&mut K> {
        if !self.entries.contains(key) {
            self.insert(key, K::default().wrap(), None);
        }
        self.write(key).map(|value| value.expect("the key was just inserted"))
    }

    /// Changes a value of one kind, and removes the key if the collection is then empty.
    pub(super) fn edit<K: Kind, T>(&mut self, key: &[u8], change: impl FnOnce(&mut K) -> T) -> Answer<Option<T>> {
        let Some(value) = self.write::<K>(key)? else { return Ok(None) };
        let changed = change(value);
        if value.is_gone() {
            self.remove(key);
        }
        Ok(Some(changed))
    }

    /// Stores a collection in place of whatever is there; an empty one is not stored.
    pub(super) fn replace<K: Kind>(&mut self, key: &[u8], value: K) {
        if value.is_gone() {
            self.remove(key);
        } else {
            self.insert(key, value.wrap(), None);
        }
    }

    /// Stores a value in place of whatever is there, its expiry too; a moment that has passed removes the key.
    pub(super) fn insert(&mut self, key: &[u8], value: Value, deadline: Option<Millis>) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.value = value;
        } else {
            self.make_room();
            let name = Name::from(key);
            self.entries.put(name.clone(), Entry { value, deadline: None, slot: self.slots.len() });
            self.slots.push(name);
        }
        self.set_deadline(key, deadline);
    }

    /// Removes a key and returns what it held and when it would have expired.
    pub(super) fn remove(&mut self, key: &[u8]) -> Option<(Value, Option<Millis>)> {
        let (name, entry) = self.entries.pop_entry(key)?;
        self.forget(name, &entry);
        Some((entry.value, entry.deadline))
    }

    /// Returns when a key expires; the outer option is none if there is no such key.
    pub(super) fn deadline(&self, key: &[u8]) -> Option<Option<Millis>> {
        self.entries.peek(key).map(|entry| entry.deadline)
    }

    /// Sets when a key expires; a moment that has passed removes it. Does nothing if there is no such key.
    pub(super) fn set_deadline(&mut self, key: &[u8], deadline: Option<Millis>) {
        if deadline.is_some_and(|deadline| deadline <= self.now) {
            self.remove(key);
            return;
        }
        let Some(entry) = self.entries.peek_mut(key) else { return };
        let before = std::mem::replace(&mut entry.deadline, deadline);
        if before == deadline {
            return;
        }
        let name = self.slots[entry.slot].clone();
        if let Some(before) = before {
            self.deadlines.remove(&(before, name.clone()));
        }
        if let Some(deadline) = deadline {
            self.deadlines.insert((deadline, name));
        }
    }

    /// Evicts the keys whose last use is longest ago until one more fits; expired ones are gone already.
    fn make_room(&mut self) {
        while self.entries.len() >= self.max_entries.get()
            && let Some((name, entry)) = self.entries.pop_lru()
        {
            self.forget(name, &entry);
        }
    }

    /// Takes a key that has left the map out of the slots and the deadlines.
    fn forget(&mut self, name: Name, entry: &Entry) {
        self.slots.swap_remove(entry.slot);
        if let Some(moved) = self.slots.get(entry.slot) {
            self.entries.peek_mut(moved).expect("every slot has its entry").slot = entry.slot;
        }
        if let Some(deadline) = entry.deadline {
            self.deadlines.remove(&(deadline, name));
        }
    }
}
