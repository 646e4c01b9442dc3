use valkey_cache::prelude::*;

#[cache_backend(client = String)]
#[derive(Clone, Debug)]
pub struct AppCache;

fn needs_send<T: Send + Sync>(_: &T) {}

fn main() {
    let cache = AppCache::open("memory://").unwrap();
    needs_send(&cache);
    let _ = cache.core();
    let _ = cache.clone();
}
