use valkey_cache::prelude::*;

#[cache_backend(client = HerdClient<ShardClient>, factory = AsyncConnectionFactory)]
struct AppCache;

async fn store(cache: &AppCache) -> valkey_cache::Result<()> {
    cache.set("name", "Ada").keep_ttl().await?;
    Ok(())
}

fn main() {}
