use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, compressor = zstd)]
struct AppCache;

fn main() {}
