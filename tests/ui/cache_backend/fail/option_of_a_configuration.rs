use valkey_cache::prelude::*;

#[cache_backend(client = SentinelClient, sentinels = ["sentinel:26379"])]
struct AppCache;

fn main() {}
