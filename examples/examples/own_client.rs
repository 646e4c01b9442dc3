//! A client that chooses another server for some reads: one method is overridden, the rest is ours.
//!
//! Replicas lag behind their primary. A user who has just logged in must be seen as logged in, so sessions are read
//! from the primary; all else is read from the replicas.

use valkey_cache::client::{BaseClient, Route, Servers};
use valkey_cache::operation::Request;
use valkey_cache::prelude::*;

#[derive(Debug, Default)]
struct SessionsFromPrimary;

impl BaseClient for SessionsFromPrimary {
    fn route_read(&self, request: &Request, servers: &Servers<'_>) -> Route {
        // The key as it is on the server: `shop:1:session:7`.
        let is_session = request.key().is_some_and(|key| key.starts_with(b"shop:1:session:"));
        if is_session { Route::to(0) } else { servers.replicas_first() }
    }
}

#[cache_backend(client = SessionsFromPrimary, factory = AsyncConnectionFactory, key_prefix = "shop")]
struct ShopCache;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    // Several servers stand with commas between them, the primary first: `valkey://a:6379,valkey://b:6379`.
    let servers = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = ShopCache::open(servers)?;

    cache.set("session:7", "logged in").await?;
    cache.set("page:start", "welcome").await?;
    println!("session:7  {:?}, from the primary", cache.get::<String>("session:7").await?);
    match cache.get::<String>("page:start").await? {
        Some(page) => println!("page:start {page:?}, from a replica if there is one"),
        None => println!("page:start was asked of a replica, which does not have it yet"),
    }
    Ok(())
}
