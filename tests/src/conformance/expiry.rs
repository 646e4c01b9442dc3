use std::time::{Duration, SystemTime};

use valkey_cache::prelude::*;

use super::{Case, Style, behaviours};

behaviours! {
    ttl_tells_missing_keys_from_lasting_ones,
    touch_sets_the_expiry,
    persist_takes_the_expiry_away,
    expire_sets_the_expiry,
    a_time_that_is_over_deletes,
    a_key_goes_when_its_time_is_over,
}

fn is_about(ttl: Ttl, seconds: u64) -> bool {
    let expected = Duration::from_secs(seconds);
    // A herd client adds a little.
    matches!(ttl, Ttl::Left(left) if left <= expected + Duration::from_secs(1) && left > expected - Duration::from_secs(60))
}

async fn ttl_tells_missing_keys_from_lasting_ones<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::Missing);
    assert_eq!(case.ok(cache.pttl("k")).await, Ttl::Missing);
    case.ok(cache.set("k", &1).timeout(Timeout::Never)).await;
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    assert_eq!(case.ok(cache.pttl("k")).await, Ttl::NoExpiry);
    case.ok(cache.set("k", &1).timeout(Duration::from_millis(9_000_500))).await;
    assert!(is_about(case.ok(cache.ttl("k")).await, 9001));
    assert!(is_about(case.ok(cache.pttl("k")).await, 9001));
    assert_eq!(case.ok(cache.ttl("k").version(2)).await, Ttl::Missing);
}

async fn touch_sets_the_expiry<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(!case.ok(cache.touch("k")).await);
    assert!(!case.ok(cache.touch("k").timeout(Timeout::Never)).await);
    case.ok(cache.set("k", &1).timeout(Timeout::Never)).await;
    // Also of a key that has no expiry to take away.
    assert!(case.ok(cache.touch("k").timeout(Timeout::Never)).await);
    assert!(case.ok(cache.touch("k")).await);
    assert!(is_about(case.ok(cache.ttl("k")).await, 300));
    assert!(case.ok(cache.touch("k").timeout(Duration::from_secs(9000))).await);
    assert!(is_about(case.ok(cache.ttl("k")).await, 9000));
    assert!(case.ok(cache.touch("k").timeout(Timeout::Never)).await);
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    assert!(case.ok(cache.touch("k").timeout(Duration::ZERO)).await);
    assert!(!case.ok(cache.has_key("k")).await);
}

async fn persist_takes_the_expiry_away<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert!(!case.ok(cache.persist("k")).await);
    case.ok(cache.set("k", &1)).await;
    assert!(case.ok(cache.persist("k")).await);
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    assert!(!case.ok(cache.persist("k")).await);
}

async fn expire_sets_the_expiry<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let (time, later) = (Duration::from_secs(9000), SystemTime::now() + Duration::from_secs(20_000));
    assert!(!case.ok(cache.expire("k", time)).await);
    assert!(!case.ok(cache.pexpire("k", time)).await);
    assert!(!case.ok(cache.expire_at("k", later)).await);
    assert!(!case.ok(cache.pexpire_at("k", later)).await);
    case.ok(cache.set("k", &1).timeout(Timeout::Never)).await;
    assert!(case.ok(cache.expire("k", time)).await);
    assert!(is_about(case.ok(cache.ttl("k")).await, 9000));
    assert!(case.ok(cache.expire_at("k", later)).await);
    assert!(is_about(case.ok(cache.ttl("k")).await, 20_001));
    assert!(case.ok(cache.pexpire("k", time)).await);
    assert!(is_about(case.ok(cache.ttl("k")).await, 9000));
    assert!(case.ok(cache.pexpire_at("k", later)).await);
    assert!(is_about(case.ok(cache.ttl("k")).await, 20_001));
}

async fn a_time_that_is_over_deletes<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let past = SystemTime::now() - Duration::from_secs(9000);
    case.ok(cache.set("a", &1)).await;
    assert!(case.ok(cache.expire_at("a", past)).await);
    case.ok(cache.set("b", &1)).await;
    assert!(case.ok(cache.pexpire_at("b", past)).await);
    case.ok(cache.set("c", &1)).await;
    assert!(case.ok(cache.expire("c", Duration::ZERO)).await);
    case.ok(cache.set("d", &1)).await;
    assert!(case.ok(cache.pexpire("d", Duration::ZERO)).await);
    assert!(case.ok(cache.get_many::<i32, _>(["a", "b", "c", "d"])).await.is_empty());
}

async fn a_key_goes_when_its_time_is_over<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", &1).timeout(Duration::from_nanos(1))).await;
    case.ok(cache.rpush("list", [1])).await;
    case.ok(cache.pexpire("list", Duration::from_millis(1))).await;
    case.until(|cache| cache.add("k", &2));
    case.until(|cache| cache.add("list", &2));
    assert_eq!(case.ok(cache.get::<i32>("list")).await, Some(2));
}
