//! Backends that come with the library: what a configuration alone can choose.

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Caches, CachesConfig, ErrorKind, registered_backends};
use valkey_cache_tests::{Cluster, Namespace, Sentinels};

use super::{PlainCache, says};

#[cache_backend(client = ShardClient, factory = ConnectionFactory)]
struct DeclaredShards;

fn caches(toml: &str) -> Caches {
    Caches::new(CachesConfig::from_toml_str(toml).unwrap())
}

#[test]
fn a_configuration_is_enough() {
    let known = ["ValkeyCache", "SentinelValkeyCache", "ClusterValkeyCache", "HerdValkeyCache"].into_iter().chain([
        "AsyncValkeyCache",
        "AsyncSentinelValkeyCache",
        "AsyncClusterValkeyCache",
        "AsyncHerdValkeyCache",
    ]);
    assert!({ known }.all(|name| registered_backends().contains(&name)), "{:?}", registered_backends());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (here, there) = (Namespace::new(), Namespace::new());
    for [backend, awaited] in [
        ["ValkeyCache", "AsyncValkeyCache"],
        ["django_valkey.cache.ValkeyCache", "django_valkey.async_cache.cache.AsyncValkeyCache"],
    ] {
        let caches = caches(&format!(
            "[caches.here]\nbackend = '{backend}'\nlocation = '{}'\nkey_prefix = 'app'\n\
             [caches.there]\nbackend = '{awaited}'\nlocation = '{}'\nkey_prefix = 'app'",
            here.url(),
            there.url()
        ));
        says(caches.get::<ValkeyCache>("there"), &["cache 'there'", "names the backend", "'ValkeyCache'"]);
        let cache = caches.get::<ValkeyCache>("here").unwrap();
        cache.set("k", "blocking").run().unwrap();
        assert_eq!(cache.mget::<String, _>(["k"]).run().unwrap()["k"], "blocking");
        let cache = caches.get::<AsyncValkeyCache>("there").unwrap();
        runtime.block_on(async { cache.set("k", "async").await }).unwrap();
        for namespace in [&here, &there] {
            assert_eq!(namespace.command(&["EXISTS", "app:1:k"]).unwrap(), redis::Value::Int(1));
        }
    }
}

#[test]
fn a_configuration_chooses_the_client() {
    let servers = [Namespace::new(), Namespace::new(), Namespace::new()];
    let location = servers.each_ref().map(Namespace::url);
    let declared = DeclaredShards::open(location.clone()).unwrap();
    for client in ["ShardClient", "django_valkey.client.ShardClient"] {
        let cache = ValkeyCache::from_config(&CacheConfig::new().location(location.clone()).client(client)).unwrap();
        let keys: Vec<_> = (0..30).map(|key| key.to_string()).collect();
        assert_eq!(cache.set_many(keys.iter().map(|key| (key, key))).run().unwrap(), 30);
        // Each is where the ring has it, and no server has all.
        assert_eq!(declared.get_many::<String, _>(&keys).run().unwrap().len(), 30);
        for server in &servers {
            let redis::Value::Int(held) = server.command(&["DBSIZE"]).unwrap() else { panic!("a count") };
            assert!((1..30).contains(&held), "{held}");
        }
        // What does not compile for shards that are declared is found out when it is done.
        let error = cache.mget::<String, _>(&keys).run().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
        assert!(error.to_string().contains("are on different servers"), "{error}");
        cache.mset([("{tag}:a", 1), ("{tag}:b", 2)]).run().unwrap();
        assert_eq!(cache.mget::<i32, _>(["{tag}:a", "{tag}:b"]).run().unwrap().len(), 2);
        assert_eq!(cache.clear().run().unwrap(), 32);
    }
    // Without a name the first is the primary, and the others are no replicas of it.
    says(ValkeyCache::open(location), &["is another database than", "`client = ShardClient`"]);
}

#[test]
fn a_client_that_cannot_be_chosen_is_told() {
    let with = |client: &str| {
        let defaults = CacheConfig::new().client(client);
        let cache = CacheConfig::new().location("memory://");
        Caches::new(CachesConfig::new().defaults(defaults).cache("shop", cache))
    };
    with("DefaultClient").get::<PlainCache>("shop").unwrap();
    with("DefaultClient").get::<ValkeyCache>("shop").unwrap();
    says(
        with("ShardClient").get::<PlainCache>("shop"),
        &["cache 'shop'", "names the client 'ShardClient'", "`client = DefaultClient`", "`ValkeyCache`"],
    );
    says(with("ShradClient").get::<ValkeyCache>("shop"), &["cache 'shop'", "did you mean 'ShardClient'?"]);
    says(
        with("SentinelClient").get::<ValkeyCache>("shop"),
        &["cache 'shop'", "open the cache as `SentinelValkeyCache`"],
    );
}

#[test]
fn a_service_that_sentinels_watch_needs_no_declaration() {
    let group = Sentinels::builder().replicas(1).sentinels(1).start();
    let config = CacheConfig::new()
        .location(format!("valkey://{}/0", Sentinels::NAME))
        .sentinels(group.sentinels().iter().map(|sentinel| sentinel.addr().to_string()))
        .client("django_valkey.client.SentinelClient");
    let cache = SentinelValkeyCache::from_config(&config).unwrap();
    assert!(cache.set("k", "value").run().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cache = AsyncSentinelValkeyCache::from_config(&config).unwrap();
    assert!(runtime.block_on(async { cache.delete("k").await }).unwrap());
}

#[test]
fn a_cluster_needs_no_declaration() {
    let cluster = Cluster::start();
    let config = CacheConfig::new()
        .location(cluster.urls())
        .backend("django_valkey.cluster_cache.cache.ClusterValkeyCache")
        .client("django_valkey.cluster_cache.client.DefaultClusterClient");
    let cache = ClusterValkeyCache::from_config(&config).unwrap();
    assert_eq!(cache.set_many((0..30).map(|key| (key.to_string(), key))).run().unwrap(), 30);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cache = AsyncClusterValkeyCache::from_config(&config.backend("AsyncClusterValkeyCache")).unwrap();
    assert_eq!(runtime.block_on(async { cache.clear().await }).unwrap(), 30);
}

#[test]
fn a_herd_needs_no_declaration() {
    let namespace = Namespace::new();
    let config = CacheConfig::new().location(namespace.url()).client("django_valkey.client.HerdClient");
    let cache = HerdValkeyCache::from_config(&config).unwrap();
    assert!(cache.set("k", "value").run().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cache = AsyncHerdValkeyCache::from_config(&config).unwrap();
    assert_eq!(runtime.block_on(async { cache.get::<String>("k").await }).unwrap().as_deref(), Some("value"));
}
