//! The commands of a cache, by Valkey's own groups, and the flows made of several.
//!
//! Each trait is implemented for every backend; the prelude brings all of them into scope.

mod cluster;
mod counters;
mod expiry;
mod hashes;
mod keys;
mod lists;
mod loader;
mod lock;
mod lookup;
mod many;
mod pages;
mod patterns;
mod server;
mod sets;
mod sorted_sets;
mod strings;
mod swap;
mod tally;
mod touch;

pub use cluster::ClusterCommands;
pub use counters::CounterCommands;
pub use expiry::ExpiryCommands;
pub use hashes::HashCommands;
pub use keys::KeyCommands;
pub use lists::ListCommands;
pub use loader::{Awaited, Loaded, Loader, Plain, TryLoader};
pub use lock::{Acquire, Lock, LockCommands, LockGuard, Locked, Release};
pub use lookup::{GetOrSet, GetOrTrySet, LookupCommands};
pub use many::{DeleteMany, GetMany, GetManyPartial, ManyCommands, Partial, SetMany};
pub use pages::Pages;
pub use patterns::{Clear, DeletePattern, PatternCommands};
pub use server::ServerCommands;
pub use sets::SetCommands;
pub use sorted_sets::{Limit, Range, ScoreBound, SortedSetCommands, ZAdd, ZRange};
pub use strings::{GetEx, Set, StringCommands};
pub use touch::Touch;
