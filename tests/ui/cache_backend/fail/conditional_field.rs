use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache {
    #[cfg(unix)]
    socket: String,
}

fn main() {}
