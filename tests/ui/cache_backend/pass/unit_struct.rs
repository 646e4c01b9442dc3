use valkey_cache::prelude::*;

/// The cache of this service.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[derive(Clone, Debug)]
pub struct AppCache;

fn main() {
    assert_eq!(AppCache::NAME, "AppCache");
}
