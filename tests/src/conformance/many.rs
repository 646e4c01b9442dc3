use std::collections::HashMap;

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;

use super::values::{Unwritable, sorted};
use super::{Case, Style, behaviours};

behaviours! {
    missing_keys_are_absent,
    nothing_is_nothing,
    more_keys_than_one_round_trip_takes,
    set_many_has_the_options_of_set,
    a_key_may_come_twice,
    one_bad_value_is_named,
}

async fn missing_keys_are_absent<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.set_many([("a", "x"), ("b", "y")])).await, 2);
    case.ok(cache.set("c", "z").version(2)).await;
    let found = case.ok(cache.get_many::<String, _>(["a", "b", "c"])).await;
    assert_eq!(found, [("a".into(), "x".into()), ("b".into(), "y".into())].into());
    assert_eq!(case.ok(cache.get_many::<String, _>(["c"]).version(2)).await.len(), 1);
    assert_eq!(case.ok(cache.delete_many(["a", "b", "c", "d"])).await, 2);
    assert!(case.ok(cache.has_key("c").version(2)).await);
    assert_eq!(case.ok(cache.delete_many(["c"]).version(2)).await, 1);
}

async fn nothing_is_nothing<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, none) = (case.cache(), [""; 0]);
    assert_eq!(case.ok(cache.get_many::<i32, _>(none)).await, HashMap::new());
    assert_eq!(case.ok(cache.set_many([("k", 1); 0])).await, 0);
    assert_eq!(case.ok(cache.delete_many(none)).await, 0);
}

async fn more_keys_than_one_round_trip_takes<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let keys = || (0..1234).map(|n| format!("k{n}"));
    assert_eq!(case.ok(cache.set_many(keys().zip(0..))).await, 1234);
    let found = case.ok(cache.get_many::<i32, _>(keys().chain(["missing".into()]))).await;
    assert_eq!(found, keys().zip(0..).collect());
    assert_eq!(case.ok(cache.delete_many(keys())).await, 1234);
}

async fn set_many_has_the_options_of_set<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set_many([("a", 1)])).await;
    assert!(matches!(case.ok(cache.ttl("a")).await, Ttl::Left(_)));
    assert_eq!(case.ok(cache.set_many([("a", 2), ("b", 2)]).nx().timeout(Timeout::Never)).await, 1);
    assert_eq!(case.ok(cache.set_many([("b", 3), ("c", 3)]).xx().timeout(Timeout::Never)).await, 1);
    assert_eq!(case.ok(cache.ttl("b")).await, Ttl::NoExpiry);
    let found = case.ok(cache.get_many::<i32, _>(["a", "b", "c"])).await;
    assert_eq!(sorted(found.into_iter().collect()), [("a".to_owned(), 1), ("b".to_owned(), 3)]);
    case.ok(cache.set_many([("a", 1), ("b", 1)]).timeout(std::time::Duration::ZERO)).await;
    assert!(case.ok(cache.keys("*")).await.is_empty());
    case.ok(cache.set_many([("a", 1)]).version(2)).await;
    assert_eq!(case.ok(cache.keys("*").version(2)).await, ["a"]);
    case.fails(cache.set_many([("a", 1)]).nx().xx(), ErrorKind::InvalidInput).await;
}

async fn a_key_may_come_twice<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set_many([("a", 1), ("a", 2)])).await;
    assert_eq!(case.ok(cache.get_many::<i32, _>(["a", "a"])).await, [("a".into(), 2)].into());
    assert_eq!(case.ok(cache.delete_many(["a", "a"])).await, 1);
}

async fn one_bad_value_is_named<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("good", &1)).await;
    case.ok(cache.set("bad", "text")).await;
    let error = case.fails(cache.get_many::<i32, _>(["good", "bad"]), ErrorKind::Decode).await;
    assert_eq!(error.key(), Some(cache.make_key("bad", None).as_str()), "{error}");
    case.fails(cache.set_many([("k", Unwritable)]), ErrorKind::Encode).await;
    // Values that are no strings are missing to the server.
    case.ok(cache.rpush("list", [1])).await;
    assert_eq!(case.ok(cache.get_many::<i32, _>(["good", "list"])).await.len(), 1);
}
