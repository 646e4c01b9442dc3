//! A serializer of one's own: any format that serde has. This one is JSON for people, indented.

use serde::{Deserialize, Serialize};
use valkey_cache::codec::{BoxError, PluginConfig, Serializer, Slot, erased_serde};
use valkey_cache::config::CacheConfig;
use valkey_cache::prelude::*;

/// The options of the configuration are its fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndentedJson {
    #[serde(default)]
    indent: usize,
}

#[serializer(name = "indented-json")]
impl Serializer for IndentedJson {
    fn serialize(&self, value: &dyn erased_serde::Serialize, out: &mut Vec<u8>) -> Result<(), BoxError> {
        let indent = " ".repeat(self.indent);
        let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
        value.serialize(&mut serde_json::Serializer::with_formatter(out, formatter))?;
        Ok(())
    }

    fn deserialize(&self, bytes: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        slot.fill(&mut deserializer)?;
        // Bytes that are left over after the value mean that something else was stored.
        Ok(deserializer.end()?)
    }
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "indented")]
struct AppCache;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct User {
    name: String,
    tags: Vec<String>,
}

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    let url = std::env::var("VALKEY_URL").unwrap_or_else(|_| "memory://".into());
    let serializer = PluginConfig::new("indented-json").option("indent", 4);
    let cache = AppCache::from_config(&CacheConfig::new().location(url).serializer(serializer))?;

    let user = User { name: "Ada".into(), tags: vec!["admin".into()] };
    cache.set("user:1", &user).await?;
    println!("{}", String::from_utf8_lossy(&cache.encode(&user)?));
    assert_eq!(cache.get("user:1").await?, Some(user));
    Ok(())
}
