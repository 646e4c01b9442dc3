//! A connection factory that does something before a connection is used: one method is overridden, the rest is ours.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use valkey_cache::config::{ConnectionOptions, ServerUrl};
use valkey_cache::factory::{Async, AsyncConnection, AsyncPool, BaseConnectionFactory};
use valkey_cache::prelude::*;

/// Says which server is going to be used. `connect` is called once per server, when a cache is opened.
#[derive(Default)]
struct Announcing;

impl BaseConnectionFactory for Announcing {
    type Style = Async;

    fn connect(&self, url: &ServerUrl, options: &ConnectionOptions) -> valkey_cache::Result<Arc<AsyncPool>> {
        // A URL prints itself without user name and password.
        println!("going to use {url}, {:?} for an operation at most", options.socket_timeout);
        AsyncConnectionFactory.connect(url, options)
    }
}

#[cache_backend(client = DefaultClient, factory = Announcing, key_prefix = "announced")]
struct Announced;

/// Counts operations. `get_connection` is called for every one of them.
#[derive(Default)]
struct Counting {
    operations: Arc<AtomicU32>,
}

impl BaseConnectionFactory for Counting {
    type Style = Async;

    async fn get_connection<'p>(
        &'p self,
        pool: &'p AsyncPool,
        deadline: Instant,
    ) -> valkey_cache::Result<AsyncConnection> {
        let number = self.operations.fetch_add(1, Ordering::Relaxed) + 1;
        println!("operation {number}");
        AsyncConnectionFactory.get_connection(pool, deadline).await
    }
}

#[cache_backend(client = DefaultClient, factory = Counting, key_prefix = "counted")]
struct Counted;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());

    let cache = Announced::open(url.as_str())?;
    cache.set("greeting", "hello").await?;
    println!("read {:?}", cache.get::<String>("greeting").await?);

    let cache = Counted::open(url.as_str())?;
    cache.set("greeting", "hello").await?;
    println!("read {:?}", cache.get::<String>("greeting").await?);
    Ok(())
}
