//! Several keys in one step, for caches whose servers each have all keys.

use valkey_cache::ErrorKind;
use valkey_cache::client::AtomicOverKeys;
use valkey_cache::operation::reply::Ttl;
use valkey_cache::prelude::*;

use super::{Case, Style, Suite};

pub(super) async fn all<B: BaseValkeyCache<Client: AtomicOverKeys>, S: Style<B>>(suite: &Suite<B, S>) {
    mget_and_mset(suite.case("mget_and_mset")).await;
    msetnx_is_all_or_none(suite.case("msetnx_is_all_or_none")).await;
    one_bad_value_is_named(suite.case("one_bad_value_is_named")).await;
}

async fn mget_and_mset<B: BaseValkeyCache<Client: AtomicOverKeys>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.mset([("a", 1), ("b", 2)])).await;
    case.ok(cache.mset([("a", 3)]).version(2)).await;
    let found = case.ok(cache.mget::<i32, _>(["b", "missing", "a"])).await;
    assert_eq!(found, [("a".to_owned(), 1), ("b".to_owned(), 2)].into());
    assert_eq!(case.ok(cache.mget::<i32, _>(["a", "b"]).version(2)).await, [("a".to_owned(), 3)].into());
    assert_eq!(case.ok(cache.ttl("a")).await, Ttl::NoExpiry);
    case.fails(cache.mget::<i32, _>([""; 0]), ErrorKind::InvalidInput).await;
    case.fails(cache.mset([("a", 1); 0]), ErrorKind::InvalidInput).await;
}

async fn msetnx_is_all_or_none<B: BaseValkeyCache<Client: AtomicOverKeys>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(case.ok(cache.msetnx([("a", 1), ("b", 2)])).await);
    assert!(!case.ok(cache.msetnx([("b", 3), ("c", 3)])).await);
    let found = case.ok(cache.mget::<i32, _>(["a", "b", "c"])).await;
    assert_eq!(found, [("a".to_owned(), 1), ("b".to_owned(), 2)].into());
    case.fails(cache.msetnx([("a", 1); 0]), ErrorKind::InvalidInput).await;
}

async fn one_bad_value_is_named<B: BaseValkeyCache<Client: AtomicOverKeys>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("good", &1)).await;
    case.ok(cache.set("bad", "text")).await;
    let error = case.fails(cache.mget::<i32, _>(["good", "bad"]), ErrorKind::Decode).await;
    assert_eq!(error.key(), Some(cache.make_key("bad", None).as_str()), "{error}");
}
