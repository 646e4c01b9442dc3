use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache {
    tenant: String,
}

fn main() {
    let cache = AppCache::open("memory://").unwrap();
    println!("{}", cache.tenant);
}
