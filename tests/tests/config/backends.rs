use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Caches, CachesConfig, registered_backends};

use super::{DeclaredCache, PlainCache, TenantCache, says};

/// Two backends that were given one name.
mod twice {
    use super::*;

    #[cache_backend(client = DefaultClient, factory = ConnectionFactory, name = "twins")]
    pub(super) struct First;

    #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, name = "twins")]
    pub(super) struct Second;
}

fn config(backend: &str) -> CacheConfig {
    CacheConfig::new().location("memory://").backend(backend)
}

#[test]
fn a_configuration_may_name_its_backend() {
    PlainCache::from_config(&config("PlainCache")).unwrap();
    TenantCache::from_config_with(&config("tenants"), ("acme".into(),)).unwrap();
    let names = registered_backends();
    assert!(["PlainCache", "DeclaredCache", "tenants", "twins"].iter().all(|name| names.contains(name)), "{names:?}");
    assert!(names.is_sorted() && !names.contains(&"TenantCache"), "{names:?}");
    assert_eq!(names.iter().filter(|name| **name == "twins").count(), 1);
}

#[test]
fn another_backend_is_refused() {
    says(PlainCache::from_config(&config("DeclaredCache")), &["names the backend 'DeclaredCache'", "'PlainCache'"]);
    says(DeclaredCache::from_config(&config("tenants")), &["names the backend 'tenants'", "'DeclaredCache'"]);
    let caches = Caches::new(CachesConfig::new().cache("default", config("DeclaredCache")));
    says(caches.get::<PlainCache>("default"), &["names the backend 'DeclaredCache'"]);
    caches.get::<DeclaredCache>("default").unwrap();
}

#[test]
fn servers_that_cannot_have_the_same_keys_are_refused() {
    let databases = ["valkey://user:secret@a/0", "valkey://user:secret@b/1"];
    let another = "valkey://b:6379/1 is another database than valkey://a:6379,";
    says(AsyncValkeyCache::open(databases), &[another, "`client = ShardClient`"]);
    says(AsyncHerdValkeyCache::open(databases), &[another]);
    says(AsyncClusterValkeyCache::open(databases), &[another]);
    ValkeyCache::from_config(&CacheConfig::new().location(databases).client("ShardClient")).unwrap();
    let users = ["valkey://user:secret@a", "valkey://user:other@b"];
    says(ClusterValkeyCache::open(users), &["valkey://b:6379 has another user name or password than valkey://a:6379,"]);
    says(ClusterValkeyCache::open(["valkey://a", "valkey://user@b"]), &["`username` and `password`"]);
    // Replicas may have users of their own.
    ValkeyCache::open(users).unwrap();
    let filled_in = CacheConfig::new().location(["valkey://user:secret@a", "valkey://b"]);
    ClusterValkeyCache::from_config(&filled_in.username("user").password("secret")).unwrap();
}

#[test]
fn reading_from_replicas_is_an_option_of_clusters() {
    let config = |url: &str| CacheConfig::new().location(url).read_from_replicas(true);
    let option = "option 'read_from_replicas' is for a cluster";
    says(ValkeyCache::from_config(&config("valkey://a,valkey://b")), &[option, "`ClusterValkeyCache`", "leave"]);
    says(AsyncHerdValkeyCache::from_config(&config("valkey://a")), &[option]);
    ClusterValkeyCache::from_config(&config("valkey://a")).unwrap();
    ValkeyCache::from_config(&config("valkey://a").read_from_replicas(false)).unwrap();
    ValkeyCache::from_config(&config("memory://")).unwrap();
}

#[test]
fn a_declaration_knows_the_options_of_a_configuration() {
    let error = CachesConfig::from_toml_str("[caches.a]\nxyzzy = 1").unwrap_err().to_string();
    let options: Vec<_> = error.trim_end().split_once("Known: ").unwrap().1.split(", ").collect();
    let declaration = include_str!("../../../valkey-cache-derive/src/backend/settings.rs");
    for option in options {
        assert!(declaration.contains(&format!("\"{option}\"")), "{option} is not in the lists of the macro");
    }
}

#[test]
fn an_unknown_backend_is_refused() {
    says(
        PlainCache::from_config(&config("PlainCach")),
        &["unknown backend 'PlainCach'", "did you mean 'PlainCache'", "tenants", "use my_plugin as _;"],
    );
}

#[test]
fn a_name_that_two_have_names_neither() {
    let parts = ["'twins' is taken twice", concat!(file!(), ":"), "rename one"];
    says(twice::First::from_config(&config("twins")), &parts);
    says(twice::Second::from_config(&config("twins")), &parts);
    // Without the name nothing is in doubt.
    twice::First::open("memory://").unwrap();
}
