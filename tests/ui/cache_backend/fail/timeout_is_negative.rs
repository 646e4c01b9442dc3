use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, timeout = -1)]
struct AppCache;

fn main() {}
