use valkey_cache::prelude::*;

#[cache_backend(clinet = DefaultClient, client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
