//! Values with nothing around them, whose expiry is the server's affair alone.

use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::client::BareValues;
use valkey_cache::operation::{read, reply};
use valkey_cache::prelude::*;

use super::codecs::codecs;
use super::{Case, Style, behaviours};

behaviours! {
    [BareValues]
    keep_ttl_keeps_it,
    getex_moves_the_expiry,
    numbers_are_text_under_every_codec,
    batches_take_operations_of_two_forms,
    batches_count_and_touch,
}

async fn keep_ttl_keeps_it<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", &1).timeout(Timeout::Never)).await;
    case.ok(cache.set("k", &2).keep_ttl()).await;
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    case.ok(cache.set("k", &3).timeout(Duration::from_secs(9000))).await;
    case.ok(cache.set("k", &4).keep_ttl()).await;
    assert!(matches!(case.ok(cache.ttl("k")).await, Ttl::Left(left) if left > Duration::from_secs(8000)));
    assert_eq!(case.ok(cache.get::<i32>("k")).await, Some(4));
    // A new key has no expiry to keep.
    case.ok(cache.set("new", &1).keep_ttl()).await;
    assert_eq!(case.ok(cache.ttl("new")).await, Ttl::NoExpiry);
}

async fn getex_moves_the_expiry<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.getex::<i32>("k")).await, None);
    case.ok(cache.set("k", &1).timeout(Timeout::Never)).await;
    assert_eq!(case.ok(cache.getex::<i32>("k")).await, Some(1));
    assert!(matches!(case.ok(cache.ttl("k")).await, Ttl::Left(left) if left <= Duration::from_secs(300)));
    assert_eq!(case.ok(cache.getex::<i32>("k").timeout(Timeout::Never)).await, Some(1));
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    assert_eq!(case.ok(cache.getex::<i32>("k").timeout(Duration::ZERO)).await, Some(1));
    assert_eq!(case.ok(cache.ttl("k")).await, Ttl::Missing);
}

async fn batches_take_operations_of_two_forms<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(
    case: Case<'_, B, S>,
) {
    let cache = case.cache();
    // What is sent depends on the timeout.
    let (set, gone, left) = case
        .ok(cache.batch((
            cache.set("k", &1).timeout(Timeout::Never),
            cache.getex::<i32>("k").timeout(Duration::ZERO),
            cache.add("k", &2).timeout(Duration::ZERO),
        )))
        .await;
    assert_eq!((set.unwrap(), gone.unwrap(), left.unwrap()), (true, Some(1), true));
}

async fn batches_count_and_touch<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let touch = || cache.touch("k").timeout(Timeout::Never);
    let batch = (cache.set("k", &1), cache.incr("k", 4), touch(), cache.ttl("k"), cache.incr("missing", 1));
    let (set, sum, touched, left, missing) = case.ok(cache.batch(batch)).await;
    assert_eq!((set.unwrap(), sum.unwrap(), touched.unwrap(), left.unwrap()), (true, 5, true, Ttl::NoExpiry));
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::KeyMissing);
}

async fn numbers_are_text_under_every_codec<B: BaseValkeyCache<Client: BareValues>, S: Style<B>>(case: Case<'_, B, S>) {
    for config in codecs() {
        let cache = case.open(config);
        for number in [0, -5, i64::MIN, i64::MAX] {
            case.ok(cache.set("n", &number)).await;
            let stored = case.ok(cache.action(read("GET").key("n").returns(reply::bytes))).await;
            assert_eq!(stored, Some(number.to_string().into_bytes()));
        }
        case.ok(cache.set("n", &7)).await;
        assert_eq!(case.ok(cache.incr("n", 1)).await, 8);
        assert_eq!(case.ok(cache.get::<u8>("n")).await, Some(8));
        assert_eq!(case.ok(cache.get::<f64>("n")).await, Some(8.0));
    }
}
