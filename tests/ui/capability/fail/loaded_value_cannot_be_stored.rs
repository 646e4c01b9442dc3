use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

struct User;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    let _ = cache.get_or_set("user", || User);
    Ok(())
}

fn main() {}
