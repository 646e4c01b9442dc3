use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Caches, CachesConfig};

use super::{PlainCache, says};

/// One test, because a process has one place to install caches in.
#[test]
fn the_caches_of_a_process_are_installed_once() {
    says(Caches::installed(), &["no caches are installed", "`Caches::install`"]);
    let config = || CachesConfig::new().cache("default", CacheConfig::new().location("memory://"));
    let installed = Caches::install(config()).unwrap();
    says(Caches::install(config()), &["installed already"]);
    installed.get::<PlainCache>("default").unwrap().set("k", &1).run().unwrap();
    let found = Caches::installed().unwrap().get::<PlainCache>("default").unwrap();
    assert_eq!(found.get::<i32>("k").run().unwrap(), Some(1));
}
