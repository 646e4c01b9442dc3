//! What is seen from outside: spans, log lines and error texts, and no password or value in any of them.

mod log;
mod secrets;
mod spans;
mod subscriber;

use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
#[derive(Debug)]
struct SeenCache;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct SeenAwaitedCache;

fn open(config: CacheConfig) -> SeenCache {
    SeenCache::from_config(&config).unwrap_or_else(|error| panic!("{error}"))
}
