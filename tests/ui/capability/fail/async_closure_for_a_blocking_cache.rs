use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
struct AppCache;

fn load(cache: &AppCache) -> valkey_cache::Result<()> {
    let _: u32 = cache.get_or_set("answer", async || 42).run()?;
    Ok(())
}

fn main() {}
