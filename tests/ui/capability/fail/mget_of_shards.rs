use valkey_cache::prelude::*;

#[cache_backend(client = ShardClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    cache.mget::<String, _>(["a", "b"]).await?;
    Ok(())
}

fn main() {}
