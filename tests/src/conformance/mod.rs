//! What every backend promises, as tests that run on any of them, awaited or blocking.
//!
//! A plugin author runs them on a backend of their own:
//!
//! ```
//! use valkey_cache::prelude::*;
//! use valkey_cache::CacheConfig;
//! use valkey_cache_tests::conformance::{ByRun, Suite};
//!
//! #[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
//! struct MyCache;
//!
//! // The suite says prefix, codec and the like; the closure says where the cache is.
//! let place = CacheConfig::new().location("memory://conformance-of-my-cache");
//! let suite = Suite::<MyCache, ByRun>::new(move |config| MyCache::from_config(&config.merged_over(&place)));
//! suite.counters();
//! ```
//!
//! [`Suite::all`] runs everything that every client can do, [`Suite::atomic`] what takes all keys on one server,
//! [`Suite::counters`], [`Suite::bare`] and [`Suite::uncounted`] what takes values with nothing around them. The group `server` empties the
//! database, so give the suite one of its own.

mod case;
mod loader;
mod style;
mod suite;
mod values;

mod atomic;
mod bare;
mod batches;
mod codecs;
mod counters;
mod expiry;
mod hashes;
mod key_texts;
mod keys;
mod lists;
mod locks;
mod lookup;
mod many;
mod patterns;
mod server;
mod sets;
mod sorted_sets;
mod strings;
mod uncounted;
mod undecodable;
mod unreachable;
mod zrange;

pub use style::{ByAwait, ByRun, Style};
pub use suite::Suite;

use case::Case;
use loader::Load;

/// Runs behaviours one after the other, each on a fresh prefix.
macro_rules! behaviours {
    ($([$capability:ident])? $($name:ident),+ $(,)?) => {
        pub(super) async fn all<B, S>(suite: &super::Suite<B, S>)
        where
            B: ::valkey_cache::prelude::BaseValkeyCache $(<Client: ::valkey_cache::client::$capability>)?,
            S: super::Style<B>,
        {
            $($name(suite.case(stringify!($name))).await;)+
        }
    };
}
use behaviours;
