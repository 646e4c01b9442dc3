use valkey_cache::prelude::*;

#[cache_backend(client = String, factory = String)]
struct AppCache;

fn main() {}
