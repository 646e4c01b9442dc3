use valkey_cache::prelude::*;

#[cache_backend(client = HerdClient<HerdClient<ShardClient>>, factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
