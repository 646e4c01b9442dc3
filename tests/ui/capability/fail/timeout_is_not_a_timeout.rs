use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    let _ = cache.set("answer", &42).timeout("60").await?;
    Ok(())
}

fn main() {}
