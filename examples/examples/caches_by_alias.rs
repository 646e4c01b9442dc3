//! Several caches in one configuration, asked for by alias.

use valkey_cache::Caches;
use valkey_cache::config::{CacheConfig, CachesConfig};
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[derive(Debug)]
struct AppCache;

const CONFIG: &str = r#"
[defaults]                      # what every cache has that does not say otherwise
ignore_exceptions = true

[caches.default]
location = "memory://"          # a server: "valkey://127.0.0.1:6379/1"
key_prefix = "app"
timeout = 60                    # seconds
compressor = { name = "zstd", level = 3 }

[caches.sessions]
location = "memory://sessions"
key_prefix = "session"
timeout = "never"
serializer = "msgpack"
"#;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    // In a program it is `CachesConfig::from_toml_file("caches.toml")`, or a field of your own configuration struct.
    let caches = Caches::install(CachesConfig::from_toml_str(CONFIG)?)?;
    println!("aliases: {:?}", caches.aliases().collect::<Vec<_>>());

    // Anywhere in the program: a cache is opened when it is first asked for, and shared.
    let cache = Caches::installed()?.get::<AppCache>("default")?;
    cache.set("greeting", "hello").await?;
    println!("{}: {:?}, {:?}", cache.alias(), cache.get::<String>("greeting").await?, cache.ttl("greeting").await?);

    let sessions = Caches::installed()?.get::<AppCache>("sessions")?;
    sessions.set("7", &["admin", "editor"]).await?;
    println!("{}: {:?}, {:?}", sessions.alias(), sessions.get::<Vec<String>>("7").await?, sessions.ttl("7").await?);

    // The same in code.
    let code = CachesConfig::new().cache("default", CacheConfig::new().location("memory://").key_prefix("app"));
    println!("from code: {}", Caches::new(code).get::<AppCache>("default")?.key_prefix());

    // A mistake is found before anything is sent.
    let mistake = CachesConfig::from_toml_str("[caches.default]\nlocatoin = \"memory://\"").unwrap_err();
    println!("a mistake: {mistake}");
    println!("another: {}", caches.get::<AppCache>("session").unwrap_err());
    Ok(())
}
