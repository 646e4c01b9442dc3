use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, timeout = 5 * 60)]
struct AppCache;

fn main() {}
