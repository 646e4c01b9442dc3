//! What only a cluster has.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::many::{GetMany, ManyCommands as _, SetMany};
use crate::backend::{Action, BaseValkeyCache};
use crate::client::OverSlots;
use crate::key::{Key, key_slot};

/// What only a cluster has: slots, and the choice of who serves reads.
pub trait ClusterCommands: BaseValkeyCache {
    /// Returns the slot of a key; nothing is sent. [CLUSTER KEYSLOT](https://valkey.io/commands/cluster-keyslot)
    fn keyslot<'k>(&self, key: impl Into<Key<'k>>) -> u16
    where
        Self::Client: OverSlots,
    {
        key_slot(self.make_key(key, None).as_str())
    }

    /// Lets replicas serve the reads of this cache from now on; what they answer may be older.
    /// [READONLY](https://valkey.io/commands/readonly)
    ///
    /// The option `read_from_replicas` says so from the start.
    fn readonly(&self)
    where
        Self::Client: OverSlots,
    {
        self.core().client().read_from_replicas(true);
    }

    /// Lets only primaries serve the reads of this cache from now on. [READWRITE](https://valkey.io/commands/readwrite)
    fn readwrite(&self)
    where
        Self::Client: OverSlots,
    {
        self.core().client().read_from_replicas(false);
    }

    /// Returns the values of keys, of whatever slots. The same as [`get_many`](super::ManyCommands::get_many).
    fn mget_nonatomic<'c, T, K>(&'c self, keys: impl IntoIterator<Item = K>) -> Action<'c, Self, GetMany<'c, T>>
    where
        T: DeserializeOwned,
        K: Into<Key<'c>>,
        Self::Client: OverSlots,
    {
        self.get_many(keys)
    }

    /// Stores values under keys, of whatever slots. The same as [`set_many`](super::ManyCommands::set_many).
    fn mset_nonatomic<'c, I, K, T>(&'c self, values: I) -> Action<'c, Self, SetMany<'c, I::IntoIter>>
    where
        I: IntoIterator<Item = (K, T)>,
        K: Into<Key<'c>>,
        T: Serialize,
        Self::Client: OverSlots,
    {
        self.set_many(values)
    }
}

impl<B: BaseValkeyCache> ClusterCommands for B {}
