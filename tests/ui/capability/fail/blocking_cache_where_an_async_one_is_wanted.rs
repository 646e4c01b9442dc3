use valkey_cache::AsyncCache;
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct AppCache;

fn serve(_: impl AsyncCache) {}

fn start(cache: AppCache) {
    serve(cache);
}

fn main() {}
