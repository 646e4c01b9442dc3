use valkey_cache::prelude::*;

#[cache_backend(factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
