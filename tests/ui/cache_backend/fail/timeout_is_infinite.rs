use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, timeout = 1e400)]
struct AppCache;

fn main() {}
