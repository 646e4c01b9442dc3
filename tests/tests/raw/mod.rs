//! Past the operations: the driver's connection, and the pieces that operations are made of.

use std::future::IntoFuture;

use valkey_cache::operation::Access;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, CacheKey, ErrorKind};
use valkey_cache_tests::conformance::{ByAwait, Style};
use valkey_cache_tests::{Namespace, PortClaim};

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, name = "RawAwaitedCache")]
struct AwaitedCache;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory, name = "RawRunCache")]
struct RunCache;

fn config(location: impl Into<valkey_cache::config::Location>) -> CacheConfig {
    CacheConfig::new().location(location).key_prefix("app")
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    <ByAwait as Style<AwaitedCache>>::block_on(future)
}

#[test]
fn a_blocking_connection() {
    let cache = RunCache::from_config(&config(Namespace::new().url())).unwrap();
    let key = cache.make_key("k", None);
    {
        let mut connection = cache.get_valkey_connection(Access::Write, Some("k")).run().unwrap();
        redis::cmd("SETBIT").arg(key.as_str()).arg(7).arg(1).exec(&mut *connection).unwrap();
    }
    let mut connection = cache.get_valkey_connection(Access::Read, None).run().unwrap();
    let bytes: Vec<u8> = redis::cmd("GET").arg(key.as_str()).query(&mut *connection).unwrap();
    assert_eq!(bytes, [1]);
    // Another one while the first is held.
    assert!(cache.has_key("k").run().unwrap());
}

#[test]
fn what_is_done_to_a_raw_connection_is_not_done_to_the_cache() {
    let namespace = Namespace::new();
    // One place in the pool: the cache gets the one that the raw connection had.
    let cache = RunCache::from_config(&config(namespace.url()).max_connections(1)).unwrap();
    cache.set("k", &1).run().unwrap();
    {
        let mut connection = cache.get_valkey_connection(Access::Write, None).run().unwrap();
        redis::cmd("SELECT").arg(Namespace::new().db()).exec(&mut *connection).unwrap();
        redis::cmd("MULTI").exec(&mut *connection).unwrap();
    }
    assert_eq!(cache.get::<i32>("k").run().unwrap(), Some(1));
}

#[test]
fn an_async_connection() {
    let cache = AwaitedCache::from_config(&config(Namespace::new().url())).unwrap();
    let key = cache.make_key("k", None);
    block_on(async {
        let mut connection = cache.get_valkey_connection(Access::Write, Some("k")).await.unwrap();
        redis::cmd("SETBIT").arg(key.as_str()).arg(7).arg(1).exec_async(&mut connection).await.unwrap();
        assert!(cache.has_key("k").await.unwrap());
        let bytes: Vec<u8> = redis::cmd("GET").arg(key.as_str()).query_async(&mut connection).await.unwrap();
        assert_eq!(bytes, [1]);
    });
}

#[test]
fn the_store_in_this_process_has_no_connection() {
    let run = RunCache::from_config(&config("memory://")).unwrap();
    let error = run.get_valkey_connection(Access::Write, None).run().map(|_| ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    assert!(error.to_string().contains("the store in this process has no connection"), "{error}");
    let awaited = AwaitedCache::from_config(&config("memory://")).unwrap();
    let error = block_on(awaited.get_valkey_connection(Access::Write, None).into_future()).map(|_| ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
}

#[test]
fn a_server_that_is_away_is_named() {
    let port = PortClaim::new();
    let cache = RunCache::from_config(&config(format!("valkey://127.0.0.1:{}", port.port()))).unwrap();
    let error = cache.get_valkey_connection(Access::Read, None).run().map(|_| ()).unwrap_err();
    assert_eq!((error.kind(), error.alias()), (ErrorKind::Connection, Some("RawRunCache")));
    assert!(error.server().is_some_and(|server| server.contains(&port.port().to_string())), "{error}");
}

#[test]
fn keys_are_made_and_reversed() {
    let cache = RunCache::from_config(&config("memory://").key_prefix("a:b*").version(3)).unwrap();
    assert_eq!((cache.key_prefix(), cache.key_version()), ("a:b*", 3));
    let made = cache.make_key("k:l", None);
    assert_eq!(made.as_str(), "a:b*:3:k:l");
    assert_eq!(cache.make_key("k", Some(0)).as_str(), "a:b*:0:k");
    assert_eq!(cache.make_key(&made, Some(9)), made);
    assert_eq!(cache.make_pattern("k?", None).as_str(), "a:b[*]:3:k?");
    assert_eq!(cache.reverse_key(made.as_str(), None), "k:l");
    assert_eq!(cache.reverse_key("a:b*:0:k", Some(0)), "k");
    assert_eq!(cache.make_key(CacheKey::from_made("x"), None).as_str(), "x");
}

#[test]
fn values_are_encoded_and_decoded() {
    let cache = RunCache::from_config(&config("memory://").compressor("zstd")).unwrap();
    assert_eq!(cache.encode(&5).unwrap(), b"5");
    assert_eq!(cache.encode("short").unwrap(), b"\"short\"");
    let long = "long ".repeat(100);
    let bytes = cache.encode(&long).unwrap();
    assert!(bytes.len() < 100);
    assert_eq!(cache.decode::<String>(&bytes).unwrap(), long);
    assert_eq!(cache.decode::<Vec<i32>>(b"[1,2]").unwrap(), [1, 2], "what was not compressed is read too");
    let error = cache.decode::<Vec<i32>>(b"no json").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    for part in ["alloc::vec::Vec<i32>", "'json'", "'zstd'", "7 stored bytes"] {
        assert!(error.to_string().contains(part), "`{error}` does not say {part}");
    }
}
