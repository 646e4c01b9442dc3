use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, timeout = 300s)]
struct AppCache;

fn main() {}
