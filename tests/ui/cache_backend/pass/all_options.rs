use valkey_cache::prelude::*;

#[cache_backend(
    client = HerdClient<DefaultClient>,
    factory = AsyncConnectionFactory,
    name = "app",
    serializer = "json",
    compressor = "zstd",
    key_prefix = "app",
    version = 2,
    timeout = 0.5,
    crate = ::valkey_cache,
)]
struct AppCache;

#[cache_backend(client = DefaultClient, key_prefix = "", version = 0, timeout = "never", crate = "valkey_cache")]
struct Other;

fn main() {
    assert_eq!(AppCache::NAME, "app");
    assert_eq!(Other::NAME, "Other");
}
