use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, crate = 1)]
struct AppCache;

fn main() {}
