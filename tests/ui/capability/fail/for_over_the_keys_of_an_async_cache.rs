use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

async fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    for key in cache.iter_keys("user:*") {
        println!("{}", key?);
    }
    Ok(())
}

fn main() {}
