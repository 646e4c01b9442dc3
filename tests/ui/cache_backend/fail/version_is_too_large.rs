use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, version = 18446744073709551616)]
struct AppCache;

fn main() {}
