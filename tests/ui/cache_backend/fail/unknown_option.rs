use valkey_cache::prelude::*;

#[cache_backend(clinet = DefaultClient, client = DefaultClient)]
struct AppCache;

fn main() {}
