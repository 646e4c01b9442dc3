use valkey_cache::operation::Access;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Caches, CachesConfig, get_valkey_connection};
use valkey_cache_tests::Namespace;

use super::{PlainCache, says};

/// One test, because a process has one place to install caches in.
#[test]
fn the_caches_of_a_process_are_installed_once() {
    says(Caches::installed(), &["no caches are installed", "`Caches::install`"]);
    says(get_valkey_connection::<PlainCache>("default", Access::Read, None), &["no caches are installed"]);
    let namespace = Namespace::new();
    let config = || CachesConfig::new().cache("default", CacheConfig::new().location(namespace.url()));
    let installed = Caches::install(config()).unwrap();
    says(Caches::install(config()), &["installed already"]);
    installed.get::<PlainCache>("default").unwrap().set("k", &1).run().unwrap();
    let found = Caches::installed().unwrap().get::<PlainCache>("default").unwrap();
    assert_eq!(found.get::<i32>("k").run().unwrap(), Some(1));

    let mut connection =
        get_valkey_connection::<PlainCache>("default", Access::Read, Some("k")).unwrap().run().unwrap();
    let key = found.make_key("k", None);
    assert_eq!(redis::cmd("GET").arg(key.as_str()).query::<i32>(&mut *connection).unwrap(), 1);
    says(get_valkey_connection::<PlainCache>("nobody", Access::Read, None), &["unknown cache 'nobody'"]);
}
