use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, colour = "red")]
struct AppCache;

fn main() {}
