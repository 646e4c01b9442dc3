use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache<T> {
    tenant: T,
}

fn main() {}
