//! A cache changes its codec while it is in use: no value is lost, and none is misread.

use serde::{Deserialize, Serialize};
use valkey_cache::config::{CacheConfig, Undecodable};
use valkey_cache::operation::{read, reply};
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "change_codec")]
struct AppCache;

#[derive(Debug, Serialize, Deserialize)]
struct User {
    name: String,
    friends: Vec<String>,
}

/// Shows how many bytes are stored for a user, and whether a cache can read them.
async fn show(version: &str, cache: &AppCache) -> valkey_cache::Result<()> {
    let stored = cache.action(read("STRLEN").key("user:1").returns(reply::count)).await?;
    match cache.get::<User>("user:1").await {
        Ok(user) => println!("{version} reads {stored} bytes: {:?}", user.map(|user| user.name)),
        Err(error) => println!("{version} cannot read {stored} bytes: {:?}", error.kind()),
    }
    Ok(())
}

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    // One store for all versions of the program.
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://change_codec".into());
    let config = || CacheConfig::new().location(url.as_str());
    let json = || config().serializer("json");
    let packed = || config().serializer("msgpack").compressor("zstd");

    // The first deployment: what is written is as ever, but the new form is understood.
    let prepared = AppCache::from_config(&json().fallback_serializers(["msgpack"]).fallback_compressors(["zstd"]))?;
    // The second: the new form is written. The third, when the last old value has expired: the old one is forgotten.
    let changed = AppCache::from_config(&packed().fallback_serializers(["json"]))?;
    let done = AppCache::from_config(&packed())?;

    let user = User { name: "Ada".into(), friends: vec!["Grace".into(); 20] };
    prepared.set("user:1", &user).await?;
    show("the second", &changed).await?;
    changed.set("user:1", &user).await?;
    show("the first", &prepared).await?;
    show("the third", &done).await?;

    // A program that was not prepared fails, or takes the value for missing, if it is told to, and loads it anew.
    show("a stranger", &AppCache::from_config(&json())?).await?;
    let lenient = AppCache::from_config(&json().undecodable(Undecodable::Missing))?;
    show("a lenient one", &lenient).await?;
    lenient.get_or_set("user:1", || user).await?;
    show("a lenient one", &lenient).await?;

    lenient.clear().await?;
    Ok(())
}
