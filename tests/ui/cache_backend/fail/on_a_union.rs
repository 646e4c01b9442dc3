use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
union AppCache {
    one: u8,
}

fn main() {}
