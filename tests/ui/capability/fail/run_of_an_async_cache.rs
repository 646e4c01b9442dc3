use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    cache.incr("hits", 1).run()?;
    Ok(())
}

fn main() {}
