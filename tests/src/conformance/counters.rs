use std::thread;
use std::time::Duration;

use valkey_cache::client::BareValues;
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::{Case, Style, behaviours};

behaviours! {
    [BareValues]
    incr_and_decr_answer_the_sum,
    a_missing_key_is_an_error,
    every_sum_is_exact,
    an_overflow_changes_nothing,
    what_is_no_number_is_left_alone,
    the_expiry_stays,
    fractions_are_added,
    concurrent_increments_all_count,
}

async fn incr_and_decr_answer_the_sum<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("n", &5)).await;
    assert_eq!(case.ok(cache.incr("n", 2)).await, 7);
    assert_eq!(case.ok(cache.incr("n", -10)).await, -3);
    assert_eq!(case.ok(cache.decr("n", 7)).await, -10);
    assert_eq!(case.ok(cache.decr("n", -10)).await, 0);
    assert_eq!(case.ok(cache.get::<i64>("n")).await, Some(0));
    case.ok(cache.set("n", &i64::MIN).version(2)).await;
    assert_eq!(case.ok(cache.incr("n", i64::MAX).version(2)).await, -1);
    assert_eq!(case.ok(cache.get::<i64>("n")).await, Some(0));
}

async fn a_missing_key_is_an_error<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let error = case.fails(cache.incr("n", 1), ErrorKind::KeyMissing).await;
    assert_eq!((error.operation(), error.key()), (Some("incr"), Some(cache.make_key("n", None).as_str())));
    case.fails(cache.decr("n", 1), ErrorKind::KeyMissing).await;
    case.fails(cache.incr_by_float("n", 1.0), ErrorKind::KeyMissing).await;
    assert!(!case.ok(cache.has_key("n")).await);
    // A mistake, and never ignored.
    let ignoring = case.open(CacheConfig::new().ignore_exceptions(true));
    case.fails(ignoring.incr("n", 1), ErrorKind::KeyMissing).await;
}

async fn every_sum_is_exact<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    // None of these is a double.
    for sum in [(1 << 53) + 1, i64::MAX, i64::MAX - 1, i64::MIN + 1, -(1 << 53) - 1] {
        case.ok(cache.set("n", &(sum - sum.signum()))).await;
        assert_eq!(case.ok(cache.incr("n", sum.signum())).await, sum);
        assert_eq!(case.ok(cache.get::<i64>("n")).await, Some(sum));
        assert_eq!(case.ok(cache.hincrby(sum.to_string(), "n", sum)).await, sum);
    }
}

async fn an_overflow_changes_nothing<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("max", &i64::MAX)).await;
    case.ok(cache.set("min", &i64::MIN)).await;
    case.fails(cache.incr("max", 1), ErrorKind::Overflow).await;
    case.fails(cache.decr("min", 1), ErrorKind::Overflow).await;
    case.fails(cache.decr("max", i64::MIN), ErrorKind::InvalidInput).await;
    assert_eq!(case.ok(cache.get::<i64>("max")).await, Some(i64::MAX));
    assert_eq!(case.ok(cache.get::<i64>("min")).await, Some(i64::MIN));
    // Larger numbers can be stored; the server does not count with them.
    case.ok(cache.set("large", &u64::MAX)).await;
    case.fails(cache.incr("large", 1), ErrorKind::WrongType).await;
    assert_eq!(case.ok(cache.get::<u64>("large")).await, Some(u64::MAX));
}

async fn what_is_no_number_is_left_alone<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("text", "five")).await;
    case.ok(cache.set("float", &1.5)).await;
    case.fails(cache.incr("text", 1), ErrorKind::WrongType).await;
    case.fails(cache.incr("float", 1), ErrorKind::WrongType).await;
    case.fails(cache.incr_by_float("text", 1.0), ErrorKind::WrongType).await;
    case.ok(cache.rpush("list", [1])).await;
    case.fails(cache.incr("list", 1), ErrorKind::WrongType).await;
    assert_eq!(case.ok(cache.get::<String>("text")).await.as_deref(), Some("five"));
    assert_eq!(case.ok(cache.get::<f64>("float")).await, Some(1.5));
}

async fn the_expiry_stays<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("n", &1).timeout(Duration::from_secs(9000))).await;
    case.ok(cache.incr("n", 1)).await;
    case.ok(cache.incr_by_float("n", 0.5)).await;
    assert!(matches!(case.ok(cache.ttl("n")).await, Ttl::Left(left) if left > Duration::from_secs(8000)));
}

async fn fractions_are_added<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("n", &1)).await;
    assert_eq!(case.ok(cache.incr_by_float("n", 0.25)).await, 1.25);
    assert_eq!(case.ok(cache.incr_by_float("n", -3.5)).await, -2.25);
    assert_eq!(case.ok(cache.get::<f64>("n")).await, Some(-2.25));
    case.ok(cache.incr_by_float("n", 2.25)).await;
    assert_eq!(case.ok(cache.incr("n", 1)).await, 1);
}

async fn concurrent_increments_all_count<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("n", &0)).await;
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                S::block_on(async {
                    for _ in 0..50 {
                        S::go(cache.incr("n", 1)).await.unwrap();
                    }
                });
            });
        }
    });
    assert_eq!(case.ok(cache.get::<i64>("n")).await, Some(200));
}
