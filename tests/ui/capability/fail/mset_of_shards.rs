use valkey_cache::prelude::*;

#[cache_backend(client = ShardClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    cache.mset([("a", 1), ("b", 2)]).await?;
    Ok(())
}

fn main() {}
