use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

fn slot(cache: &AppCache) -> u16 {
    cache.keyslot("user:1")
}

fn main() {}
