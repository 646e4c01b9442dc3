use valkey_cache::prelude::*;

macro_rules! declare {
    ($name:ident, $client:ty, $factory:path, $version:literal, $timeout:expr) => {
        #[cache_backend(client = $client, factory = $factory, version = $version, timeout = $timeout)]
        struct $name;
    };
}

declare!(AppCache, HerdClient<DefaultClient>, AsyncConnectionFactory, 4, 300);

fn main() {
    assert_eq!(AppCache::NAME, "AppCache");
}
