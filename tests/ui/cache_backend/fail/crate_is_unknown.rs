use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, crate = no_such_crate)]
struct AppCache;

fn main() {}
