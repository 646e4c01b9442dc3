//! Locks that hold among processes, in three ways to use them.

use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "locks")]
struct AppCache;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url)?;
    let minute = Duration::from_secs(60);

    // 1. Around a piece of work. The timeout frees the lock if this process dies; the work must take less.
    let done = cache.get_lock("report").timeout(minute).with(async || "wrote the report").await?;
    println!("with: {done:?}");

    // 2. By hand. The guard releases when it is dropped; `release` also tells how that went.
    let guard = cache.get_lock("report").timeout(minute).acquire().await?.expect("nobody else holds it");
    guard.extend(minute).await?;
    println!("by hand: owned: {}, for another {:?}", guard.is_owned().await?, cache.ttl("report").await?);

    // 3. Without waiting: somebody else holds it, so there is nothing to get.
    let second = cache.get_lock("report").blocking_timeout(Duration::ZERO).acquire().await?;
    println!("a second one meanwhile: {}", if second.is_some() { "acquired" } else { "refused" });
    println!("locked: {}", cache.get_lock("report").is_locked().await?);

    // Whoever lost the lock is told. Here somebody deletes it; more often its timeout was too short.
    cache.delete("report").await?;
    match guard.release().await {
        Err(error) if error.kind() == ErrorKind::LockLost => println!("lost: {error}"),
        other => println!("released: {other:?}"),
    }
    Ok(())
}
