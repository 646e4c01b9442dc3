use valkey_cache::prelude::*;

mod caches {
    use super::*;

    #[cache_backend(client = DefaultClient)]
    pub(crate) struct Shared {
        pub(super) tenant: Tenant,
    }

    pub(crate) struct Tenant;

    #[cache_backend(client = DefaultClient)]
    struct Hidden {
        tenant: Secret,
    }

    struct Secret;

    pub(crate) fn open() {
        let _ = Hidden::open("memory://", Secret).map(|cache| cache.tenant);
    }
}

fn main() {
    let _ = caches::open;
    let _ = || caches::Shared::open("memory://", caches::Tenant).map(|cache| cache.tenant);
}
