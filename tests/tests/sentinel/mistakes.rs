//! What a cache says when something about its service is configured wrongly.

use valkey_cache::config::{CacheConfig, CachesConfig};
use valkey_cache::prelude::*;
use valkey_cache::{Error, ErrorKind};
use valkey_cache_tests::{Sentinels, Server};

use super::{AwaitedCache, Open, RanCache, both_styles, login, patient};

both_styles!(
    an_unknown_service,
    a_server_in_the_place_of_a_sentinel,
    silent_sentinels,
    a_silent_primary,
    the_logins_are_apart,
    urls_for_another_client,
);

#[cache_backend(client = SentinelClient, factory = AsyncConnectionFactory)]
struct WrongFactory;

#[cache_backend(client = SentinelClient)]
struct DefaultedFactory;

#[cache_backend(client = DefaultClient, factory = SentinelConnectionFactory)]
struct TwoUrls;

#[track_caller]
fn refused<B: BaseValkeyCache<Fields = ()>>(config: CacheConfig, parts: &[&str]) {
    let Err(error) = B::from_config(&config) else { panic!("the cache opens") };
    assert_says(&error, ErrorKind::Config, parts);
}

#[track_caller]
fn assert_says(error: &Error, kind: ErrorKind, parts: &[&str]) {
    assert_eq!(error.kind(), kind, "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "no {part:?} in: {error}");
    }
    assert!(!format!("{error} {error:#?}").contains("secret"), "{error:#?}");
}

#[test]
fn what_cannot_work_is_refused_when_the_cache_is_opened() {
    let service = || CacheConfig::new().location("valkey://service/0");
    let known = || service().sentinels(["127.0.0.1:26379"]);
    refused::<RanCache>(service(), &["option 'sentinels' is missing", "'service'"]);
    refused::<AwaitedCache>(service().sentinels([("", 26379)]), &["'sentinels', number 1", "host:port"]);
    refused::<AwaitedCache>(service().sentinels(["user:secret@host:26379"]), &["number 1", "'sentinel_kwargs'"]);
    let factory = "needs `factory = AsyncSentinelConnectionFactory` or `factory = SentinelConnectionFactory`";
    refused::<WrongFactory>(known(), &[&format!("`client = SentinelClient` {factory}")]);
    let role = known().location("valkey://service?is_master=1");
    refused::<ValkeyCache>(role, &[&format!("`is_master` in the URL asks for a service of Sentinel, which {factory}")]);
    refused::<RanCache>(known().location("valkey://127.0.0.1:7000"), &["valkey://127.0.0.1:7000 names no service"]);
    refused::<RanCache>(known().location("valkey://service:6379"), &["valkey://service:6379 names no service"]);
    refused::<RanCache>(known().location("unix:///tmp/socket"), &["names no service"]);
    refused::<RanCache>(known().location("valkey://service?is_master=1"), &["takes one URL", "is_master=0"]);
    refused::<RanCache>(known().location("valkey://one,valkey://two"), &["takes one URL"]);
    let file = "[caches.a]\nlocation = \"valkey://service\"\nsentinels = [\"a:1\", [\"b\", 2]]\nsentinel_kwargs = ";
    let misspelt = CachesConfig::from_toml_str(&format!("{file}{{ pasword = \"secret\" }}")).unwrap_err();
    assert_says(&misspelt, ErrorKind::Config, &["cache 'a': option 'sentinel_kwargs'", "did you mean 'password'?"]);
    let number = CachesConfig::from_toml_str(&format!("{file}{{ password = 5 }}")).unwrap_err();
    assert_says(&number, ErrorKind::Config, &["option 'sentinel_kwargs': option 'password' takes text"]);
    let file =
        CachesConfig::from_toml_str(&format!("{file}{{ username = \"u\", password = \"secret\", tls = false }}"));
    assert!(DefaultedFactory::from_config(&file.unwrap().get("a").unwrap()).is_ok());
}

#[test]
fn sentinels_that_nobody_asks_are_refused() {
    let known = CacheConfig::new().location("valkey://service/0").sentinels(["127.0.0.1:26379"]);
    refused::<ValkeyCache>(
        known.clone(),
        &["option 'sentinels' is set", "open the cache as `AsyncSentinelValkeyCache`"],
    );
    refused::<AsyncValkeyCache>(known.clone(), &["option 'sentinels' is set"]);
    refused::<AsyncClusterValkeyCache>(known.clone(), &["option 'sentinels' is set"]);
    refused::<ClusterValkeyCache>(known.clone(), &["option 'sentinels' is set"]);
    // What all caches inherit is taken back by a list of none.
    let none = || known.clone().sentinels(Vec::<String>::new()).sentinel_kwargs(login("watcher", "secret"));
    ValkeyCache::from_config(&none()).unwrap();
    AsyncClusterValkeyCache::from_config(&none()).unwrap();
    for config in [none(), known.clone()] {
        ClusterValkeyCache::from_config(&config.clone().location("memory://")).unwrap();
        ValkeyCache::from_config(&config.location("memory://")).unwrap();
    }
    let login_alone = CacheConfig::new().sentinel_kwargs(login("watcher", "secret"));
    refused::<ValkeyCache>(
        login_alone.clone().location("valkey://host"),
        &["option 'sentinel_kwargs' is set, and 'sent"],
    );
    ValkeyCache::from_config(&login_alone.location("memory://")).unwrap();
}

#[test]
fn a_store_in_this_process_needs_no_sentinels() {
    let cache = RanCache::open("memory://").unwrap();
    assert!(cache.set("key", &1).run().unwrap());
    assert_eq!(cache.get("key").run().unwrap(), Some(1));
}

fn an_unknown_service(open: Open) {
    let group = Sentinels::builder().replicas(0).sentinels(1).start();
    let cache = open(&patient(&group).location("valkey://mymastre/0"));
    let error = cache.get("key").unwrap_err();
    let parts = ["no service 'mymastre'; did you mean 'mymaster'?", "valkey://service/0", "(service mymastre)"];
    assert_says(&error, ErrorKind::Config, &parts);
    assert!(!error.to_string().contains(":6379"), "{error}");
}

fn a_server_in_the_place_of_a_sentinel(open: Open) {
    let server = Server::start();
    let cache = open(&super::at([server.addr()]));
    let error = cache.set("key", "value").unwrap_err();
    assert_says(&error, ErrorKind::Config, &["is no sentinel", "26379", &server.addr().to_string()]);
}

fn silent_sentinels(open: Open) {
    let group = Sentinels::builder().replicas(0).start();
    group.sentinels().iter().for_each(Server::pause);
    let cache = open(&patient(&group).socket_timeout(super::TIMEOUT));
    let error = cache.get("key").unwrap_err();
    let asked = group.sentinels()[2].addr().to_string();
    assert_says(
        &error,
        ErrorKind::Timeout,
        &["none of the 3 sentinels answered in time", &asked, "(service mymaster)"],
    );
    assert!(!error.to_string().contains(":6379"), "{error}");
}

fn a_silent_primary(open: Open) {
    let group = Sentinels::builder().replicas(0).sentinels(1).start();
    group.primary().pause();
    let cache = open(&patient(&group).socket_timeout(super::TIMEOUT));
    let error = cache.set("key", "value").unwrap_err();
    let parts = [" ms that this attempt had of `socket_timeout`", &group.primary().addr().to_string()];
    assert_says(&error, ErrorKind::Timeout, &parts);
    assert_eq!(error.to_string().matches("(server ").count(), 1, "{error}");
}

fn the_logins_are_apart(open: Open) {
    let group = Sentinels::builder().replicas(1).node_user("writer", "node-secret");
    let group = group.sentinel_user("watcher", "sentinel-secret").start();
    let nodes = || patient(&group).username("writer").password("node-secret");
    let cache = open(&nodes().sentinel_kwargs(login("watcher", "sentinel-secret")));
    assert!(cache.set("key", "value").unwrap());
    cache.get("key").unwrap();
    let without = open(&nodes()).get("key").unwrap_err();
    assert_says(&without, ErrorKind::Auth, &["'sentinel_kwargs'", "NOAUTH"]);
    let wrong = open(&nodes().sentinel_kwargs(login("watcher", "node-secret"))).get("key").unwrap_err();
    assert_says(&wrong, ErrorKind::Auth, &["'sentinel_kwargs'"]);
    let node = patient(&group).sentinel_kwargs(login("watcher", "sentinel-secret"));
    let error = open(&node.clone()).set("key", "value").unwrap_err();
    assert_says(&error, ErrorKind::Auth, &["NOAUTH", &group.primary().addr().to_string()]);
    let error = open(&node.username("writer").password("sentinel-secret")).set("key", "value").unwrap_err();
    assert_says(&error, ErrorKind::Auth, &["`username` and `password`", &group.primary().addr().to_string()]);
}

fn urls_for_another_client(_: Open) {
    let group = Sentinels::builder().replicas(1).sentinels(1).start();
    let location = ["valkey://mymaster/0?is_master=1", "valkey://mymaster/0?is_master=0"];
    let cache = TwoUrls::from_config(&patient(&group).location(location)).unwrap();
    assert!(cache.set("key", &1).run().unwrap());
    group.primary().wait_for_replicas(1);
    assert_eq!(cache.get("key").run().unwrap(), Some(1));
    assert_eq!(super::count(group.primary(), "get"), 0);
}
