use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
struct AppCache {
    #[cfg(unix)]
    socket: String,
}

fn main() {}
