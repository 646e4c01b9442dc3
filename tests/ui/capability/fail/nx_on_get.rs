use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    let _: Option<u32> = cache.get("hits").nx().await?;
    Ok(())
}

fn main() {}
