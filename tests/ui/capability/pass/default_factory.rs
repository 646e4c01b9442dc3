use valkey_cache::client::{BareValues, BaseClient};
use valkey_cache::factory::DefaultFactory;
use valkey_cache::prelude::*;

#[derive(Default)]
struct Pinned;

impl BaseClient for Pinned {}

impl BareValues for Pinned {}

impl DefaultFactory for Pinned {
    type Factory = ConnectionFactory;
}

#[cache_backend(client = Pinned)]
struct AppCache;

#[test]
fn a_backend_takes_the_factory_of_its_client() {
    // `run` is there for blocking caches only.
    let _ = |cache: &AppCache| cache.incr("hits", 1).run();
    assert_eq!(AppCache::NAME, "AppCache");
}
