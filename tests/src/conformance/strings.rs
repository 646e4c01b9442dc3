use std::time::Duration;

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::values::{User, user};
use super::{Case, Style, behaviours};

behaviours! {
    a_value_is_read_as_it_was_written,
    a_missing_key_is_nothing,
    set_answers_whether_it_was_stored,
    add_stores_only_once,
    a_write_takes_the_default_timeout,
    a_timeout_of_zero_deletes,
    getset_gives_the_value_before,
    getdel_takes_the_value_away,
    another_kind_of_key_is_an_error,
}

async fn a_value_is_read_as_it_was_written<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(case.ok(cache.set("user", &user())).await);
    assert_eq!(case.ok(cache.get::<User>("user")).await, Some(user()));
    case.ok(cache.set("user", "another type")).await;
    assert_eq!(case.ok(cache.get::<String>("user")).await.as_deref(), Some("another type"));
    case.ok(cache.set("user", "of another version").version(2)).await;
    assert_eq!(case.ok(cache.get::<String>("user")).await.as_deref(), Some("another type"));
    assert_eq!(case.ok(cache.get::<String>("user").version(2)).await.as_deref(), Some("of another version"));
}

async fn a_missing_key_is_nothing<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.get::<i32>("k")).await, None);
    assert_eq!(case.ok(cache.getdel::<i32>("k")).await, None);
    assert_eq!(case.ok(cache.getset::<_, i32>("k", &1)).await, None);
    // A value that says nothing is there.
    case.ok(cache.set("none", &None::<i32>)).await;
    assert_eq!(case.ok(cache.get::<Option<i32>>("none")).await, Some(None));
    case.ok(cache.set("empty", "")).await;
    assert_eq!(case.ok(cache.get::<String>("empty")).await.as_deref(), Some(""));
}

async fn set_answers_whether_it_was_stored<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(!case.ok(cache.set("k", &1).xx()).await);
    assert_eq!(case.ok(cache.get::<i32>("k")).await, None);
    assert!(case.ok(cache.set("k", &2).nx()).await);
    assert!(!case.ok(cache.set("k", &3).nx()).await);
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(2));
    assert!(case.ok(cache.set("k", &4).xx()).await);
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(4));
    case.fails(cache.set("k", &5).nx().xx(), ErrorKind::InvalidInput).await;
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(4));
}

async fn add_stores_only_once<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(case.ok(cache.add("k", &1)).await);
    assert!(!case.ok(cache.add("k", &2)).await);
    assert!(case.ok(cache.add("k", &3).version(2)).await);
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(1));
}

async fn a_write_takes_the_default_timeout<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    // A herd client adds a little.
    let at_most = |ttl, seconds: u64| matches!(ttl, Ttl::Left(left) if left <= Duration::from_secs(seconds + 1) && left > Duration::from_secs(seconds - 60));
    let cache = case.cache();
    case.ok(cache.set("k", &1)).await;
    assert!(at_most(case.ok(cache.pttl("k")).await, 300));
    case.ok(cache.set("k", &1).timeout(Duration::from_secs(1000))).await;
    assert!(at_most(case.ok(cache.pttl("k")).await, 1000));
    case.ok(cache.set("k", &1).timeout(Timeout::Never)).await;
    assert_eq!(case.ok(cache.pttl("k")).await, Ttl::NoExpiry);

    let never = case.open(CacheConfig::new().timeout(Timeout::Never));
    case.ok(never.set("never", &1)).await;
    assert_eq!(case.ok(never.ttl("never")).await, Ttl::NoExpiry);
}

async fn a_timeout_of_zero_deletes<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, zero) = (case.cache(), Duration::ZERO);
    case.ok(cache.set("k", &1)).await;
    assert!(case.ok(cache.set("k", &2).timeout(zero)).await);
    assert_eq!(case.ok(cache.get::<i32>("k")).await, None);
    assert!(case.ok(cache.set("k", &2).timeout(zero)).await, "it is as if it had been stored and was gone");

    // With `nx` nothing is written; the answer is whether it would have been.
    assert!(case.ok(cache.add("k", &3).timeout(zero)).await);
    assert!(!case.ok(cache.has_key("k")).await);
    case.ok(cache.set("k", &1)).await;
    assert!(!case.ok(cache.add("k", &3).timeout(zero)).await);
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(1));

    assert!(case.ok(cache.set("k", &4).xx().timeout(zero)).await);
    assert!(!case.ok(cache.set("k", &4).xx().timeout(zero)).await);
}

async fn getset_gives_the_value_before<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", "old")).await;
    assert_eq!(case.ok(cache.getset::<_, String>("k", &7)).await.as_deref(), Some("old"));
    assert_eq!(case.ok(cache.getset::<_, i32>("k", "new")).await, Some(7));
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::NoExpiry);
}

async fn getdel_takes_the_value_away<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", "v")).await;
    assert_eq!(case.ok(cache.getdel::<String>("k")).await.as_deref(), Some("v"));
    assert!(!case.ok(cache.has_key("k")).await);
}

async fn another_kind_of_key_is_an_error<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.rpush("list", [1])).await;
    let error = case.fails(cache.get::<i32>("list"), ErrorKind::WrongType).await;
    assert_eq!(error.key(), Some(cache.make_key("list", None).as_str()));
    assert!(error.operation().is_some_and(|name| error.to_string().contains(name)), "{error}");
    case.fails(cache.sadd("list", [1]), ErrorKind::WrongType).await;
    // What is a key of any kind to the server is one here.
    assert!(case.ok(cache.set("list", &1)).await);
}
