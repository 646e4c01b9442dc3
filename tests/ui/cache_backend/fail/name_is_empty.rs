use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, name = "")]
struct AppCache;

fn main() {}
