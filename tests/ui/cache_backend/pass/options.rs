use valkey_cache::client::BaseClient;
use valkey_cache::prelude::*;

#[derive(Default)]
struct Around<C>(C);

impl<C: BaseClient> BaseClient for Around<C> {}

/// The cache of this service.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[derive(Clone, Debug)]
pub struct Shortest;

#[cache_backend(
    client = Around<DefaultClient>,
    factory = AsyncConnectionFactory,
    name = "app",
    serializer = "json",
    compressor = "zstd",
    key_prefix = "app",
    version = 2,
    timeout = 0.5,
    crate = ::valkey_cache,
)]
struct AllOptions;

#[cache_backend(
    client = DefaultClient,
    factory = ConnectionFactory,
    key_prefix = "",
    version = 0,
    timeout = "never",
    crate = "valkey_cache"
)]
struct OtherSpellings;

macro_rules! declare {
    ($name:ident, $client:ty, $factory:path, $version:literal, $timeout:expr) => {
        #[cache_backend(client = $client, factory = $factory, version = $version, timeout = $timeout)]
        struct $name;
    };
}

declare!(FromAMacro, Around<DefaultClient>, AsyncConnectionFactory, 4, 300);

mod vendored {
    pub(crate) use valkey_cache as cache;
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, crate = self::vendored::cache)]
struct ReExported;

#[test]
fn options_hold() {
    assert_eq!(Shortest::NAME, "Shortest");
    assert_eq!(AllOptions::NAME, "app");
    assert_eq!(OtherSpellings::NAME, "OtherSpellings");
    assert_eq!(ReExported::NAME, "ReExported");

    let cache = AllOptions::open("memory://").unwrap();
    assert_eq!((cache.key_prefix(), cache.key_version()), ("app", 2));
    assert_eq!((cache.serializer().name(), cache.compressor().name()), ("json", "zstd"));
    let cache = OtherSpellings::open("memory://").unwrap();
    assert_eq!((cache.key_prefix(), cache.key_version()), ("", 0));
    assert_eq!(FromAMacro::open("memory://").unwrap().key_version(), 4);
}
