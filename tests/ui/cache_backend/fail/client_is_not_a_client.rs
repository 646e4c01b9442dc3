use valkey_cache::prelude::*;

#[cache_backend(client = String)]
struct AppCache;

fn main() {}
