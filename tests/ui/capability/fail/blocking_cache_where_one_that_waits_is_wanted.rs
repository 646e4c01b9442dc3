use valkey_cache::factory::{StyleOf, Waits};
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct AppCache;

fn serve<B: BaseValkeyCache>(_: B)
where
    StyleOf<B::Factory>: Waits,
{
}

fn start(cache: AppCache) {
    serve(cache);
}

fn main() {}
