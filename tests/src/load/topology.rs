use std::sync::Arc;
use std::time::Duration;

use valkey_cache::CacheConfig;

use super::{Calls, Face, Fault, TIMEOUT};
use crate::Server;

/// Servers, how a cache is opened on them, and what can go wrong with them.
pub trait Topology: Send + Sync {
    /// Returns what reports call it.
    fn name(&self) -> &'static str;

    /// Returns the `socket_timeout` of the caches; longer where the machine has much to compute for each connection.
    fn timeout(&self) -> Duration {
        TIMEOUT
    }

    /// Opens a cache with this configuration, which lacks the location.
    fn open(&self, calls: Calls, config: CacheConfig) -> Arc<dyn Face>;

    /// Returns the faults that can be done to the servers as they are now; each time the same names.
    ///
    /// Where there is something to choose, such as which server is to fail, `random` does.
    fn faults(&self, random: &mut fastrand::Rng) -> Vec<Fault<'_>>;

    /// Waits until nothing is wrong any more.
    ///
    /// # Panics
    /// When that takes too long.
    fn wait_until_whole(&self);

    /// Waits until replicas have all that was written, when nobody writes any more.
    ///
    /// # Panics
    /// When that takes too long.
    fn wait_for_replicas(&self) {}

    /// Ends connections that a proxy has swallowed: their servers would count them for ever.
    fn forget_swallowed(&self);

    /// Returns all servers, whether they are up or not.
    fn servers(&self) -> Vec<&Server>;
}
