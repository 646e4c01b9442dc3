use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    let _ = cache.incr("hits", 1).timeout(std::time::Duration::from_secs(60)).await?;
    Ok(())
}

fn main() {}
