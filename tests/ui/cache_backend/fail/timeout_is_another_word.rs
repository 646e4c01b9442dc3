use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, timeout = "forever")]
struct AppCache;

fn main() {}
