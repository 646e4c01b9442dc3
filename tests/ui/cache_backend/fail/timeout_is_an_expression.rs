use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, timeout = 5 * 60)]
struct AppCache;

fn main() {}
