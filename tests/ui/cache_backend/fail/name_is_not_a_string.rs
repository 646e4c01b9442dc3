use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, name = AppCache)]
struct AppCache;

fn main() {}
