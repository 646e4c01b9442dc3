use valkey_cache::prelude::*;

#[cache_backend(client = , factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
