//! A backend that is there already: the configuration says everything, and the program declares nothing.

use valkey_cache::prelude::*;
use valkey_cache::{Caches, CachesConfig};

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    // In a program it is a file, and `CachesConfig::from_toml_file`.
    let caches = Caches::new(CachesConfig::from_toml_str(&format!(
        r#"
        [caches.default]
        backend = "AsyncValkeyCache"
        location = "{url}"
        key_prefix = "configured"
        timeout = 60

        [caches.shards]
        client = "ShardClient"          # or as Django writes it: "django_valkey.client.ShardClient"
        location = ["memory://a", "memory://b", "memory://c"]
        "#
    ))?);

    let cache = caches.get::<AsyncValkeyCache>("default")?;
    cache.set("greeting", "hello").await?;
    println!("{:?}, {:?}", cache.get::<String>("greeting").await?, cache.ttl("greeting").await?);
    println!("deleted {}", cache.clear().await?);

    let shards = caches.get::<AsyncValkeyCache>("shards")?;
    shards.set_many((0..100).map(|number| (number.to_string(), number))).await?;
    for name in ["memory://a", "memory://b", "memory://c"] {
        println!("{name} has {} of 100 keys", AsyncValkeyCache::open(name)?.keys("*").await?.len());
    }
    Ok(())
}
