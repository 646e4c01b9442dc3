//! Many callers of one missing key at the same time, against a server and the store in this process.
//!
//! Who waits for whom in what order is in `flows/stampede.rs`; here the threads and the runtime decide.

mod awaited;
mod run;

use valkey_cache::CacheConfig;
use valkey_cache_tests::{Namespace, fresh_prefix};

/// Where to look: a server, and the store in this process.
fn places() -> [CacheConfig; 2] {
    [Namespace::new().url(), format!("memory://{}", fresh_prefix())].map(|url| CacheConfig::new().location(url))
}
