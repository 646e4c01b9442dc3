//! A key function of one's own: keys with the prefix in braces, which a Valkey Cluster reads as a hash tag.

use valkey_cache::config::CacheConfig;
use valkey_cache::prelude::*;

#[key_function(name = "tagged", reverse = key_of)]
fn tagged(key: &str, prefix: &str, version: u64) -> String {
    format!("{{{prefix}}}:{version}:{key}")
}

/// Gives back the key as a program wrote it: `keys` and `iter_keys` answer with it.
fn key_of(made: &str) -> String {
    made.splitn(3, ':').nth(2).unwrap_or(made).to_owned()
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "tenant")]
struct AppCache;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::from_config(&CacheConfig::new().location(url).key_function("tagged"))?;

    cache.set("user:1", "Ada").await?;
    println!("on the server: {}", cache.make_key("user:1", None));
    println!("to a program:  {:?}", cache.keys("user:*").await?);

    // A made key is left alone, whoever made it.
    let made = cache.make_key("user:1", None);
    println!("read by its full name: {:?}", cache.get::<String>(&made).await?);
    cache.clear().await?;
    Ok(())
}
