//! Passwords that change while a program runs.

use std::sync::Arc;

use valkey_cache::config::{Credentials, CredentialsProvider, Protocol};
use valkey_cache::{CacheConfig, ErrorKind};
use valkey_cache_tests::{Proxy, Server};

use super::vault::{Vault, shop};
use super::{address, at, set_user};
use crate::faults::face::{Open, both_styles};

both_styles!(
    a_new_connection_has_the_new_password,
    the_default_user_has_one_too,
    a_refused_answer_is_asked_for_again_at_the_next_call,
    a_provider_that_fails_says_why,
    caches_share_connections_if_they_have_the_same_provider,
);

/// Starts a server that knows the user `shop` with this password, and lets the test in as another one.
fn server(password: &str) -> Server {
    let server = Server::builder().user("admin", "of-the-test").start();
    rotate(&server, password);
    server
}

fn rotate(server: &Server, password: &str) {
    set_user(server, &format!("shop on resetpass >{password} ~login:* &* +@all"));
}

fn asking(server: &Server, vault: &Arc<Vault>) -> CacheConfig {
    at(address(server)).credentials(Arc::clone(vault) as Arc<dyn CredentialsProvider>)
}

fn a_new_connection_has_the_new_password(open: Open) {
    for protocol in [Protocol::Resp2, Protocol::Resp3] {
        let server = server("one");
        let vault = Vault::new(shop("one"));
        let cache = open(&asking(&server, &vault).protocol(protocol));
        assert_eq!(vault.asked(), 0, "opening connects to nothing");
        cache.set("key", "value").unwrap();
        rotate(&server, "two");
        vault.put(Some(shop("two")));
        // Who is in stays in.
        cache.get("key").unwrap();
        assert_eq!(vault.asked(), 1);
        server.command(&["CLIENT", "KILL", "USER", "shop"]).unwrap();
        assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
        assert_eq!(vault.asked(), 2);
    }
}

fn the_default_user_has_one_too(open: Open) {
    let server = Server::builder().requirepass("one").start();
    let vault = Vault::new(Credentials::password("one"));
    for protocol in [Protocol::Resp2, Protocol::Resp3] {
        open(&asking(&server, &vault).protocol(protocol)).set("key", "value").unwrap();
    }
}

fn a_refused_answer_is_asked_for_again_at_the_next_call(open: Open) {
    let server = server("right");
    let vault = Vault::new(shop("wrong-one"));
    let cache = open(&asking(&server, &vault).ignore_exceptions(true));
    for calls in 1..=3 {
        let error = cache.get("key").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
        assert!(error.to_string().contains("`credentials`"), "{error}");
        assert!(!format!("{error} {error:?}").contains("wrong-one"), "{error:?}");
        assert_eq!(vault.asked(), calls, "once for each call");
    }
    vault.put(Some(shop("right")));
    assert_eq!(cache.get("key").unwrap(), None);
}

fn a_provider_that_fails_says_why(open: Open) {
    let server = server("one");
    let vault = Vault::new(shop("one"));
    vault.put(None);
    let cache = open(&asking(&server, &vault).ignore_exceptions(true));
    let error = cache.get("key").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
    assert!(error.server().is_some(), "{error:?}");
    vault.put(Some(shop("one")));
    assert!(cache.set("key", "value").unwrap());
}

fn caches_share_connections_if_they_have_the_same_provider(open: Open) {
    let server = server("one");
    let proxy = Proxy::to(server.addr());
    let asking = |vault: &Arc<Vault>| at(proxy.url()).credentials(Arc::clone(vault) as Arc<dyn CredentialsProvider>);
    let (vault, other) = (Vault::new(shop("one")), Vault::new(shop("one")));
    let caches = [&vault, &vault, &other].map(|vault| open(&asking(vault)));
    caches.iter().for_each(|cache| drop(cache.get("key").unwrap()));
    assert_eq!((vault.asked(), other.asked(), proxy.accepted()), (1, 1, 2));
    // The pools of caches that are gone keep no provider: the next pool takes them away.
    drop(caches);
    let _next = open(&at(proxy.url()).username("shop").password("one"));
    assert_eq!(Arc::strong_count(&vault), 1);
}

#[test]
fn nobody_has_two_passwords() {
    let vault = Vault::new(shop("one"));
    for config in [
        at("valkey://shop@127.0.0.1".into()),
        at("valkey://127.0.0.1".into()).username("shop"),
        at("valkey://127.0.0.1".into()).password("s3cret"),
    ] {
        let error = config.credentials(Arc::clone(&vault) as Arc<dyn CredentialsProvider>).resolve().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{error:?}");
        assert!(error.to_string().contains("leave one of the two out"), "{error}");
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
    let memory = at("memory://".into()).password("for the other caches");
    memory.credentials(vault as Arc<dyn CredentialsProvider>).resolve().unwrap();
}

#[test]
fn no_text_shows_an_answer() {
    let vault = Vault::new(shop("Zo7"));
    let config = at("valkey://127.0.0.1".into()).credentials(Arc::clone(&vault) as Arc<dyn CredentialsProvider>);
    let text = format!("{config:?} {:?} {:?}", config.resolve().unwrap(), vault.credentials().unwrap());
    assert!(!text.contains("Zo7"), "{text}");
}
