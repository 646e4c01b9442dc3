use valkey_cache::prelude::*;

#[cache_backend(client = HerdClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn count(cache: &AppCache) -> valkey_cache::Result<()> {
    cache.incr("hits", 1).await?;
    Ok(())
}

fn main() {}
