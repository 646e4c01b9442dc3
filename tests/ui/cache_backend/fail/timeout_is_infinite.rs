use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, timeout = 1e400)]
struct AppCache;

fn main() {}
