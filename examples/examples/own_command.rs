//! A command that valkey-cache does not have, as good as those it has: options, batches, both calling styles.

use serde::de::DeserializeOwned;
use valkey_cache::key::Key;
use valkey_cache::operation::{Call, Command, Reply, Script, read, reply, script, write};
use valkey_cache::prelude::*;

trait TextCommands: BaseValkeyCache {
    /// Returns the number of bytes stored at a key. [STRLEN](https://valkey.io/commands/strlen)
    fn stored_len<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, u64>> {
        self.action(read("STRLEN").key(key).returns(reply::count))
    }

    /// Takes up to `count` members with the lowest scores out of a sorted set.
    /// [ZPOPMIN](https://valkey.io/commands/zpopmin)
    fn zpopmin<'c, T: DeserializeOwned>(
        &'c self,
        key: impl Into<Key<'c>>,
        count: usize,
    ) -> Action<'c, Self, Command<'c, Vec<(T, f64)>>> {
        // `once`: if the connection breaks it is unknown whether the server did it, and a second try would take more.
        self.action(write("ZPOPMIN").once().key(key).count(count).returns(reply::scored))
    }

    /// Subtracts one unless the number is 0 or missing; answers whether it did so.
    fn take_one<'c>(&'c self, key: impl Into<Key<'c>>) -> Action<'c, Self, Command<'c, bool>> {
        self.action(script("take_one", &TAKE_ONE).key(key).returns(reply::flag))
    }
}

// Every backend has them now, wherever the trait is in scope.
impl<B: BaseValkeyCache> TextCommands for B {}

/// Several steps that the server does as one: in Lua for servers, in Rust for `memory://`.
static TAKE_ONE: Script = Script::new(
    "#!lua\n\
     local left = tonumber(redis.call('GET', KEYS[1]) or '0') \
     if left <= 0 then return 0 end \
     redis.call('DECR', KEYS[1]) return 1",
    take_one,
);

fn take_one(call: &mut Call<'_>, keys: &[&[u8]], _arguments: &[&[u8]]) -> Reply {
    let left = match call(&[b"GET", keys[0]]) {
        Reply::Bytes(text) => std::str::from_utf8(&text).ok().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0),
        _ => 0,
    };
    if left <= 0 {
        return Reply::Int(0);
    }
    call(&[b"DECR", keys[0]]);
    Reply::Int(1)
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "own-command")]
struct AppCache;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let cache = AppCache::open(url)?;
    cache.clear().await?;

    cache.set("greeting", "hello").await?;
    println!("\"hello\" takes {} bytes as JSON", cache.stored_len("greeting").await?);

    cache.set("seats", &2).await?;
    for visitor in 1..=3 {
        println!("visitor {visitor} has a seat: {}", cache.take_one("seats").await?);
    }
    let (seats, length) = cache.batch((cache.get::<u32>("seats"), cache.stored_len("seats"))).await?;
    println!("in a batch: {:?} seats in {} bytes", seats?, length?);

    cache.zadd("queue", [("later", 2.0), ("first", 1.0)]).await?;
    println!("next in the queue: {:?}", cache.zpopmin::<String>("queue", 1).await?);
    Ok(())
}
