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
