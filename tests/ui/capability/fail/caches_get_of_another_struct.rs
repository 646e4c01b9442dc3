use valkey_cache::Caches;

struct AppCache;

fn load(caches: &Caches) -> valkey_cache::Result<()> {
    let _ = caches.get::<AppCache>("default")?;
    Ok(())
}

fn main() {}
