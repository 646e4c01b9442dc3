use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, name = "")]
struct AppCache;

fn main() {}
