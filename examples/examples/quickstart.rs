//! Typed values go in and come back. Runs in this process; with `VALKEY_URL=valkey://127.0.0.1:6379/1` on a server.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use valkey_cache::prelude::*;

/// The cache of this program.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "quickstart")]
struct AppCache;

#[derive(Debug, Serialize, Deserialize)]
struct User {
    name: String,
    visits: u32,
}

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url.as_str())?;
    println!("a cache in {}", if url.starts_with("memory:") { "this process" } else { "the server of VALKEY_URL" });

    let ada = User { name: "Ada".into(), visits: 1 };
    cache.set("user:1", &ada).timeout(Duration::from_secs(60)).await?;
    println!("\nstored     {ada:?}");
    println!("  the key  {}", cache.make_key("user:1", None));
    println!("  as       {}", String::from_utf8_lossy(&cache.encode(&ada)?));

    let user: Option<User> = cache.get("user:1").await?;
    println!("  read     {user:?}");
    println!("  expires  {:?}", cache.ttl("user:1").await?);

    cache.set("hits", &41).await?;
    println!("\nstored     41");
    println!("  as       {}", String::from_utf8_lossy(&cache.encode(&41)?));
    println!("  plus 1   {}", cache.incr("hits", 1).await?);

    let report: String = cache.get_or_set("report", async || "worked out once".to_owned()).await?;
    let again: String = cache.get_or_set("report", async || unreachable!("it is stored")).await?;
    println!("\nloaded     {report:?}, then from the cache {again:?}");

    let (user, hits) = cache.batch((cache.get::<User>("user:1"), cache.get::<u64>("hits"))).await?;
    println!("\none round trip for two: {:?} and {:?}", user?.map(|user| user.name), hits?);

    let missing: Option<User> = cache.get("user:2").await?;
    println!("\nnobody stored user:2: {missing:?}");
    println!("deleted {} keys of the prefix 'quickstart', and no others", cache.clear().await?);
    Ok(())
}
