//! The same cache without an async runtime: another factory, and calls that end in `.run()`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory, key_prefix = "blocking")]
struct AppCache;

#[derive(Debug, Serialize, Deserialize)]
struct User {
    name: String,
}

fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url)?;

    cache.set("user:1", &User { name: "Ada".into() }).timeout(Duration::from_secs(60)).run()?;
    println!("read back: {:?}", cache.get::<User>("user:1").run()?);

    // A loader is a plain closure here.
    let report = cache.get_or_set("report", || "worked out once".to_owned()).run()?;
    println!("loaded: {report}");

    // Threads share the cache; each call takes a connection from the pool for its duration.
    cache.set("hits", &0).run()?;
    std::thread::scope(|scope| {
        let count = || (0..100).try_for_each(|_| cache.incr("hits", 1).run().map(drop));
        let threads = [scope.spawn(count), scope.spawn(count)];
        threads.into_iter().try_for_each(|thread| thread.join().expect("the thread does not panic"))
    })?;
    println!("two threads counted to {:?}", cache.get::<u64>("hits").run()?);

    // What is a stream in an async cache is an iterator here.
    let mut keys = cache.iter_keys("*").collect::<valkey_cache::Result<Vec<_>>>()?;
    keys.sort();
    println!("keys: {keys:?}");
    println!("deleted: {}", cache.clear().run()?);
    Ok(())
}
