use valkey_cache::prelude::*;

#[cache_backend("client", client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
