use valkey_cache::Caches;
use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct TenantCache {
    tenant: String,
}

fn load(caches: &Caches) -> valkey_cache::Result<()> {
    let cache = caches.get::<TenantCache>("default")?;
    println!("{}", cache.tenant);
    Ok(())
}

fn main() {}
