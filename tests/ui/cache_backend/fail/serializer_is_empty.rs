use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, serializer = " ")]
struct AppCache;

fn main() {}
