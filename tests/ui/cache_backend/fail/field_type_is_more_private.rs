mod caches {
    use valkey_cache::prelude::*;

    struct Tenant;

    #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
    pub struct AppCache {
        tenant: Tenant,
    }

    pub fn tenant_of(cache: &AppCache) {
        let _ = &cache.tenant;
    }
}

fn main() {
    let _ = caches::tenant_of;
}
