//! The driver's own connection, for what no operation does. Needs a server: `VALKEY_URL=valkey://127.0.0.1:6379/1`.

use valkey_cache::operation::Access;
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "raw")]
struct AppCache;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url)?;
    cache.set("greeting", "hello").await?;

    // To the server that writes go to; with a key, the one that holds the key.
    let mut connection = match cache.get_valkey_connection(Access::Write, Some("greeting")).await {
        Ok(connection) => connection,
        Err(error) => {
            println!("{error}");
            return Ok(());
        }
    };
    // From here on everything is the driver's, redis-rs. Keys and values are not made and encoded for you:
    let key = cache.make_key("greeting", None);
    let encoding: String = redis::cmd("OBJECT").arg("ENCODING").arg(key.as_str()).query_async(&mut connection).await?;
    println!("the server keeps {key} as {encoding}");
    let bytes: Vec<u8> = redis::cmd("GET").arg(key.as_str()).query_async(&mut connection).await?;
    println!("its bytes are {}, decoded {:?}", bytes.escape_ascii(), cache.decode::<String>(&bytes)?);
    Ok(())
}
