use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, crate = 1)]
struct AppCache;

fn main() {}
