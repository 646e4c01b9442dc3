use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, version = 1, version = 2)]
struct AppCache;

fn main() {}
