use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, compressor = zstd)]
struct AppCache;

fn main() {}
