use valkey_cache::prelude::*;

#[cache_backend(client = (DefaultClient, DefaultClient))]
struct AppCache;

fn main() {}
