use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, colour = "red")]
struct AppCache;

fn main() {}
