use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
union AppCache {
    one: u8,
}

fn main() {}
