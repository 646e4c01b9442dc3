use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = String)]
struct AppCache;

fn main() {}
