//! Several commands in one round trip, with a typed result for each.

use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "batch")]
struct AppCache;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url)?;

    // A tuple of different commands, up to twelve. Options go where they always go.
    let (stored, hits, members) =
        cache.batch((cache.set("user:1", "Ada").nx(), cache.set("hits", &1), cache.sadd("online", [1, 2, 3]))).await?;
    println!("stored {}, hits set {}, {} new members", stored?, hits?, members?);

    // One that fails does not hide the others.
    let (user, wrong) = cache.batch((cache.get::<String>("user:1"), cache.incr("user:1", 1))).await?;
    println!("user {:?}; and the other: {}", user?, wrong.unwrap_err());

    // A `Vec` of commands of one kind, as many as you like: a long one is sent in parts.
    let names = cache.batch((1..=3).map(|id| cache.get::<String>(format!("user:{id}"))).collect::<Vec<_>>()).await?;
    for (id, name) in (1..).zip(names) {
        println!("user {id}: {:?}", name?);
    }
    cache.clear().await?;
    Ok(())
}
