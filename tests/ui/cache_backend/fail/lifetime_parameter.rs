use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
struct AppCache<'a> {
    tenant: &'a str,
}

fn main() {}
