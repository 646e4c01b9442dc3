use valkey_cache::CacheConfig;
use valkey_cache::config::Undecodable;
use valkey_cache::prelude::*;
use valkey_cache_tests::{PortClaim, Server, Tls};

use super::open;
use super::subscriber::{Said, as_text, listen};

fn errors(log: bool, body: impl FnOnce(&super::SeenCache)) -> Vec<Said> {
    let port = PortClaim::new();
    let location = format!("valkey://:s3cret@127.0.0.1:{}", port.port());
    let config = CacheConfig::new().location(location).ignore_exceptions(true).log_ignored_exceptions(log);
    let cache = open(config);
    let mut said = listen(|| body(&cache));
    assert!(!as_text(&said).contains("s3cret"), "{}", as_text(&said));
    said.retain(|said| said.what == "ERROR");
    said
}

#[test]
fn an_ignored_error_is_logged_if_asked() {
    let said = errors(true, |cache| assert_eq!(cache.get::<i32>("k").run().unwrap(), None));
    let [line] = said.as_slice() else { panic!("expected one line:\n{}", as_text(&said)) };
    assert_eq!(line.field("alias"), Some("SeenCache"));
    let message = line.field("message").unwrap();
    for part in ["ignored", "GET", "127.0.0.1"] {
        assert!(message.contains(part), "`{message}` does not say {part}");
    }
}

#[test]
fn an_ignored_error_is_not_logged_otherwise() {
    assert!(errors(false, |cache| assert!(!cache.set("k", &1).run().unwrap())).is_empty());
}

#[test]
fn a_flow_logs_each_step_that_is_ignored() {
    let said = errors(true, |cache| assert_eq!(cache.get_or_set("k", || 5).run().unwrap(), 5));
    assert_eq!(said.len(), 2, "{}", as_text(&said));
}

#[test]
fn an_error_that_is_not_ignored_is_the_callers() {
    assert!(errors(true, |cache| drop(cache.ping().run().unwrap_err())).is_empty());
}

#[test]
fn a_value_that_counts_as_missing_is_logged_and_not_quoted() {
    let memory = CacheConfig::new().location("memory://").key_prefix("app");
    let cache = open(memory.clone().undecodable(Undecodable::Missing));
    cache.set("k", "confidential").run().unwrap();
    let said = listen(|| {
        assert_eq!(cache.get::<i32>("k").run().unwrap(), None);
        assert!(cache.mget::<i32, _>(["other", "k"]).version(1).run().unwrap().is_empty());
    });
    assert!(!as_text(&said).contains("confidential"), "{}", as_text(&said));
    let lines: Vec<_> = said.iter().filter(|said| said.what == "WARN").collect();
    let operations: Vec<_> = lines.iter().map(|line| line.field("operation").unwrap()).collect();
    assert_eq!(operations, ["GET", "MGET"]);
    for line in lines {
        assert_eq!((line.field("alias"), line.field("key")), (Some("SeenCache"), Some("app:1:k")));
        assert!(line.field("message").unwrap().contains("cannot be read, and counts as missing"));
    }
    let strict = open(memory);
    strict.set("k", "confidential").run().unwrap();
    assert!(listen(|| drop(strict.get::<i32>("k").run().unwrap_err())).iter().all(|said| said.what != "WARN"));
}

#[test]
fn whoever_opens_a_cache_that_trusts_anybody_is_warned() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let careful = CacheConfig::new().location(tls.url()).ssl_ca_certs(tls.ca());
    for (config, option) in [
        (CacheConfig::new().location(tls.url()).danger_accept_invalid_certificates(true), "danger_accept_invalid_"),
        (careful.clone().ssl_check_hostname(false), "ssl_check_hostname"),
    ] {
        // Each time, though the second cache shares what the first one made.
        for _ in 0..2 {
            let said = listen(|| drop(open(config.clone())));
            let [line] = said.as_slice() else { panic!("expected one line:\n{}", as_text(&said)) };
            assert_eq!((line.what.as_str(), line.field("alias")), ("WARN", Some("SeenCache")));
            assert!(line.field("message").unwrap().contains(option), "{}", as_text(&said));
        }
    }
    assert!(listen(|| drop(open(careful))).is_empty());
    // There is nobody to trust.
    let memory = CacheConfig::new().location("memory://").danger_accept_invalid_certificates(true);
    assert!(listen(|| drop(open(memory))).is_empty());
}
