use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, version = 1.5)]
struct AppCache;

fn main() {}
