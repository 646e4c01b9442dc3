use valkey_cache::prelude::*;

#[cache_backend(clinet = DefaultClient, factory = , version = -1, timeout = "forever")]
struct AppCache;

fn main() {
    let cache = AppCache::open("memory://").unwrap();
    let _ = cache.core();
}
