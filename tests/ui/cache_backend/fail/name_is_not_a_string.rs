use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, name = AppCache)]
struct AppCache;

fn main() {}
