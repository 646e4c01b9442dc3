use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, serializer = " ")]
struct AppCache;

fn main() {}
