use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    let _ = cache.batch(vec![cache.delete_pattern("a:*"), cache.delete_pattern("b:*")]);
    Ok(())
}

fn main() {}
