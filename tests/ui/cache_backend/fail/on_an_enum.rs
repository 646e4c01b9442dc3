use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
enum AppCache {
    One,
}

fn main() {}
