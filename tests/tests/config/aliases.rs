use std::sync::Arc;
use std::thread;
use std::time::Duration;

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Caches, CachesConfig};
use valkey_cache_tests::Namespace;

use super::{DeclaredCache, PlainCache, TenantCache, says};

fn caches() -> Caches {
    let memory = || CacheConfig::new().location("memory://");
    Caches::new(
        CachesConfig::new()
            .defaults(CacheConfig::new().key_prefix("common").timeout(Duration::from_secs(7)))
            .cache("default", memory())
            .cache("sessions", memory().key_prefix("own").version(9))
            .cache("broken", memory().serializer("jsno"))
            .cache("elsewhere", CacheConfig::new()),
    )
}

#[test]
fn a_cache_is_opened_once() {
    let caches = caches();
    let first = caches.get::<PlainCache>("default").unwrap();
    first.set("k", &1).run().unwrap();
    assert!(Arc::ptr_eq(&first, &caches.get::<PlainCache>("default").unwrap()));
    assert_eq!(caches.get::<PlainCache>("default").unwrap().get::<i32>("k").run().unwrap(), Some(1));
    assert!(!Arc::ptr_eq(&first, &caches.get::<PlainCache>("sessions").unwrap()));
}

#[test]
fn threads_get_the_same_cache() {
    let caches = caches();
    let opened = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| caches.get::<PlainCache>("default").unwrap())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(opened.iter().all(|cache| Arc::ptr_eq(cache, &opened[0])));
}

#[test]
fn options_come_from_the_cache_then_the_defaults_then_the_declaration() {
    let caches = caches();
    let default = caches.get::<DeclaredCache>("default").unwrap();
    assert_eq!((default.alias(), default.key_prefix(), default.key_version()), ("default", "common", 4));
    assert_eq!((default.serializer().name(), default.compressor().name()), ("msgpack", "lz4"));
    default.set("k", &1).run().unwrap();
    assert!(matches!(default.ttl("k").run().unwrap(), Ttl::Left(left) if left <= Duration::from_secs(7)));

    let sessions = caches.get::<DeclaredCache>("sessions").unwrap();
    assert_eq!((sessions.alias(), sessions.key_prefix(), sessions.key_version()), ("sessions", "own", 9));

    let alone = DeclaredCache::open("memory://").unwrap();
    assert_eq!((alone.alias(), alone.key_prefix(), alone.key_version()), ("DeclaredCache", "declared", 4));
    let plain = PlainCache::open("memory://").unwrap();
    assert_eq!((plain.key_prefix(), plain.key_version()), ("", 1));
    assert_eq!((plain.serializer().name(), plain.compressor().name()), ("json", "identity"));
}

#[test]
fn fields_of_the_users_own_are_made_once() {
    let caches = caches();
    let first = caches.get_with::<TenantCache>("default", || ("acme".to_owned(),)).unwrap();
    let second = caches.get_with::<TenantCache>("default", || unreachable!("it is open")).unwrap();
    assert_eq!((first.tenant.as_str(), second.tenant.as_str()), ("acme", "acme"));
}

#[test]
fn fields_may_be_made_of_another_cache() {
    let caches = caches();
    let tenant = |sessions: &PlainCache| sessions.alias().to_owned();
    let cache = caches.get_with::<TenantCache>("default", || (tenant(&caches.get::<PlainCache>("sessions").unwrap()),));
    assert_eq!(cache.unwrap().tenant, "sessions");
}

#[test]
fn mistakes_name_the_alias() {
    let caches = caches();
    says(caches.get::<PlainCache>("defualt"), &["unknown cache 'defualt'", "did you mean 'default'", "sessions"]);
    says(caches.get::<PlainCache>("broken"), &["cache 'broken'", "unknown serializer 'jsno'", "did you mean 'json'"]);
    says(caches.get::<PlainCache>("elsewhere"), &["cache 'elsewhere'", "'location'"]);
    caches.get::<PlainCache>("default").unwrap();
    says(
        caches.get::<DeclaredCache>("default"),
        &["cache 'default'", "is open as the backend 'PlainCache', and 'DeclaredCache' is another one"],
    );
    assert_eq!(caches.aliases().collect::<Vec<_>>(), ["broken", "default", "elsewhere", "sessions"]);
}

#[test]
fn a_mistake_opens_nothing() {
    let caches = caches();
    assert!(caches.get::<PlainCache>("broken").is_err());
    assert!(caches.get::<DeclaredCache>("broken").is_err());
    assert!(caches.get::<PlainCache>("broken").is_err());
}

#[test]
fn a_file_configures_caches_on_a_server() {
    let namespace = Namespace::new();
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = format!(
        r#"
        [defaults]
        key_prefix = "file"

        [caches.default]
        location = "{url}"
        timeout = "never"
        protocol = "resp3"
        compressor = {{ name = "zstd", level = 3, min_length = 0 }}

        [caches.other]
        location = "{url}"
        key_prefix = "other"
        timeout = 0.5
        "#,
        url = namespace.url()
    );
    std::fs::write(file.path(), text).unwrap();
    let caches = Caches::new(CachesConfig::from_toml_file(file.path()).unwrap());
    let cache = caches.get::<PlainCache>("default").unwrap();
    cache.set("k", "value").run().unwrap();
    assert_eq!(cache.ttl("k").run().unwrap(), Ttl::NoExpiry);
    assert_eq!(namespace.command(&["EXISTS", "file:1:k"]).unwrap(), redis::Value::Int(1));
    let other = caches.get::<PlainCache>("other").unwrap();
    assert_eq!(other.get::<String>("k").run().unwrap(), None);

    std::fs::write(file.path(), "[caches.default]\nlocaton = \"memory://\"\n").unwrap();
    let path = file.path().display().to_string();
    says(CachesConfig::from_toml_file(file.path()), &[&path, "line 2", "'locaton'", "'location'"]);
}
