use valkey_cache::prelude::*;

mod caches {
    use super::*;

    #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
    pub(crate) struct Shared {
        pub(super) tenant: Tenant,
    }

    pub(crate) struct Tenant;

    #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
    struct Hidden {
        tenant: Secret,
    }

    struct Secret;

    pub(crate) fn open_hidden() {
        let Secret = Hidden::open("memory://", Secret).unwrap().tenant;
    }
}

#[test]
fn fields_are_as_private_as_they_were() {
    caches::open_hidden();
    let caches::Tenant = caches::Shared::open("memory://", caches::Tenant).unwrap().tenant;
}
