use valkey_cache::prelude::*;

#[cache_backend(client = HerdClient<String>, factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
