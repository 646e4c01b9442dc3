use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, version = 1.5)]
struct AppCache;

fn main() {}
