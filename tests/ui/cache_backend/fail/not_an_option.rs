use valkey_cache::prelude::*;

#[cache_backend("client", client = DefaultClient)]
struct AppCache;

fn main() {}
