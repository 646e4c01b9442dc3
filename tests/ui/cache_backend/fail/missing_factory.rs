use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
struct AppCache;

fn main() {}
