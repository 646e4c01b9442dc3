//! Trait objects as values: `Box<dyn Event>` goes in, and comes out as what it was. The analogue of pickle, with a
//! closed list of types: only those that are marked can be read.

use std::fmt;

use serde::{Deserialize, Serialize};
use valkey_cache::config::CacheConfig;
use valkey_cache::prelude::*;

/// `tag` names the field that says which type it is.
#[typetag::serde(tag = "type")]
trait Event: fmt::Debug + Send + Sync {
    fn describe(&self) -> String;
}

#[derive(Debug, Serialize, Deserialize)]
struct Login {
    user: String,
}

#[typetag::serde]
impl Event for Login {
    fn describe(&self) -> String {
        format!("{} logged in", self.user)
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Payment {
    user: String,
    cents: u64,
}

#[typetag::serde]
impl Event for Payment {
    fn describe(&self) -> String {
        format!("{} paid {}.{:02}", self.user, self.cents / 100, self.cents % 100)
    }
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct AppCache;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    for serializer in ["json", "msgpack"] {
        let config = CacheConfig::new().location(url.as_str()).key_prefix(serializer).serializer(serializer);
        let cache = AppCache::from_config(&config)?;

        let events: Vec<Box<dyn Event>> =
            vec![Box::new(Login { user: "Ada".into() }), Box::new(Payment { user: "Ada".into(), cents: 1250 })];
        cache.set("events", &events).await?;
        println!("{serializer}: {}", cache.encode(&events)?.escape_ascii());

        let events: Vec<Box<dyn Event>> = cache.get("events").await?.unwrap_or_default();
        for event in events {
            println!("  {}", event.describe());
        }
        cache.clear().await?;
    }
    Ok(())
}
