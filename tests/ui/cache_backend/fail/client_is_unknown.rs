use valkey_cache::prelude::*;

#[cache_backend(client = DefaultCleint, factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
