use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct Sessions;

async fn load(cache: &AppCache, sessions: &Sessions) -> valkey_cache::Result<()> {
    let _ = cache.batch((sessions.incr("open", 1),));
    Ok(())
}

fn main() {}
