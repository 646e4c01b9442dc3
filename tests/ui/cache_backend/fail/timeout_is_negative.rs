use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, timeout = -1)]
struct AppCache;

fn main() {}
