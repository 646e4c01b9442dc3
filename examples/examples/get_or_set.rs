//! Read, and load what is missing, where loading may fail with an error of one's own.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "lookup")]
struct AppCache;

#[derive(Debug, Serialize, Deserialize)]
struct User {
    id: u32,
    name: String,
}

/// What goes wrong in this program: its own errors, and the cache's.
#[derive(Debug)]
enum AppError {
    NoSuchUser(u32),
    Cache(valkey_cache::Error),
}

impl From<valkey_cache::Error> for AppError {
    fn from(error: valkey_cache::Error) -> Self {
        Self::Cache(error)
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchUser(id) => write!(f, "there is no user {id}"),
            Self::Cache(error) => write!(f, "the cache failed: {error}"),
        }
    }
}

/// Stands for a query that takes a while.
async fn load(id: u32) -> Result<User, AppError> {
    println!("  (asking the database for user {id})");
    if id == 1 { Ok(User { id, name: "Ada".into() }) } else { Err(AppError::NoSuchUser(id)) }
}

/// The outer `?` is for the cache's error, the inner one for the loader's.
async fn user(cache: &AppCache, id: u32) -> Result<User, AppError> {
    let user =
        cache.get_or_try_set(format!("user:{id}"), async || load(id).await).timeout(Duration::from_secs(60)).await??;
    Ok(user)
}

#[tokio::main]
async fn main() -> Result<(), AppError> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url)?;

    println!("{:?}", user(&cache, 1).await?);
    println!("{:?}", user(&cache, 1).await?);
    // What failed is not stored: the next call asks again.
    println!("{}", user(&cache, 2).await.unwrap_err());

    // Where nothing can fail, there is no inner result. The closure may be plain.
    let answer = cache.get_or_set("answer", || 42).await?;
    println!("{answer}");
    cache.clear().await?;
    Ok(())
}
