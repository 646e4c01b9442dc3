use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, timeout = 300s)]
struct AppCache;

fn main() {}
