use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache<'a> {
    tenant: &'a str,
}

fn main() {}
