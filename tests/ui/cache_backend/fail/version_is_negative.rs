use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, version = -1)]
struct AppCache;

fn main() {}
