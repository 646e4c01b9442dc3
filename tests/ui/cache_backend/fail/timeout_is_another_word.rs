use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, timeout = "forever")]
struct AppCache;

fn main() {}
