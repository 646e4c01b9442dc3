use valkey_cache::prelude::*;

#[cache_backend(client)]
struct AppCache;

fn main() {}
