use valkey_cache::prelude::*;

// It does not see the field that the attribute adds; it belongs below.
#[derive(Clone)]
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

fn main() {}
