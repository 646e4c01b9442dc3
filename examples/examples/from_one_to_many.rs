//! One service on one server, on shards, on a cluster and with a herd: only the line that opens the cache differs.
//!
//! Stores in this process stand for the servers; `VALKEY_URL` is the first of them.

use std::time::Duration;

use valkey_cache::prelude::*;
use valkey_cache::{AsyncCache, CacheConfig};

/// Knows nothing of servers.
async fn serve(name: &str, cache: &impl AsyncCache) -> valkey_cache::Result<()> {
    cache.set_many((0..100).map(|number| (format!("article:{number}"), number))).await?;
    let article = cache.get_or_set("article:7", async || 0).timeout(Duration::from_secs(60)).await?;
    let found = cache.get_many::<u32, _>((0..100).map(|number| format!("article:{number}"))).await?.len();
    // The tag in braces keeps what belongs together on one server.
    cache.sadd("{user:1}:seen", [article, 8]).await?;
    cache.sadd("{user:1}:liked", [8, 9]).await?;
    let both = cache.sinter::<u32, _>(["{user:1}:seen", "{user:1}:liked"]).await?;
    println!("{name}: article {article}, {found} articles, seen and liked {both:?}, cleared {}", cache.clear().await?);
    Ok(())
}

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let config = CacheConfig::new().key_prefix("growing");
    let shards = config.clone().client("ShardClient").location(["memory://a", "memory://b", "memory://c"]);

    serve("one server", &AsyncValkeyCache::from_config(&config.clone().location(url.as_str()))?).await?;
    serve("shards", &AsyncValkeyCache::from_config(&shards)?).await?;
    serve("a cluster", &AsyncClusterValkeyCache::from_config(&config.clone().location("memory://"))?).await?;
    serve("a herd", &AsyncHerdValkeyCache::from_config(&config.location(url.as_str()))?).await?;
    Ok(())
}
