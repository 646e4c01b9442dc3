//! Many keys at once: stored, read, gone through and deleted in pages of a bounded size.

use std::collections::BTreeSet;
use std::time::Duration;

use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "many")]
struct AppCache;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url)?;

    // The iterator may be long: values are encoded and sent part by part.
    let squares = (0..2000_u64).map(|n| (format!("square:{n}"), n * n));
    println!("stored {}", cache.set_many(squares).timeout(Duration::from_secs(60)).await?);

    let found = cache.get_many::<u64, _>(["square:9", "square:12", "square:none"]).await?;
    println!("found {} of 3, the square of 12 is {:?}", found.len(), found.get("square:12"));

    // A `Stream`, and without a crate for streams just `next`.
    let mut keys = cache.iter_keys("square:1??").itersize(100);
    let mut hundreds = BTreeSet::new();
    while let Some(key) = keys.next().await {
        // A key may come twice.
        hundreds.insert(key?);
    }
    println!("{} keys from 100 to 199, the first is {:?}", hundreds.len(), hundreds.first());

    println!("deleted by name {}", cache.delete_many(["square:1", "square:2"]).await?);
    println!("deleted by pattern {}", cache.delete_pattern("square:1*").await?);
    println!("deleted the rest {}", cache.clear().await?);
    Ok(())
}
