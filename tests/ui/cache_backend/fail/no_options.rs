use valkey_cache::prelude::*;

#[cache_backend]
struct AppCache;

fn main() {}
