//! Both count with one number.

use std::thread;

use valkey_cache::ErrorKind;
use valkey_cache::client::BareValues;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::in_both_styles;
use super::meeting::Meeting;
use super::value::Value;

in_both_styles! {
    both_add_to_one_number,
    no_addition_is_lost,
    a_missing_number_is_missed_by_both,
    the_expiry_outlives_both,
}

async fn both_add_to_one_number<B: BaseValkeyCache<Fields = (), Client: BareValues>, S: Style<B>>(
    meeting: &Meeting<B, S>,
) {
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("n", &10)).await;
    let mut sum = 10;
    for delta in [1, 5, -3, 1000, -2000, 1 << 40, 7] {
        assert_eq!(django.call("incr").arg("n").arg(delta).go(), Value::from(sum + delta));
        assert_eq!(meeting.ok(ours.incr("n", delta)).await, sum + 2 * delta);
        assert_eq!(meeting.ok(ours.get::<i64>("n")).await, Some(sum + 2 * delta));
        assert_eq!(django.call("decr").arg("n").arg(3).go(), Value::from(sum + 2 * delta - 3));
        assert_eq!(meeting.ok(ours.decr("n", -4)).await, sum + 2 * delta + 1);
        sum += 2 * delta + 1;
    }
    assert_eq!(django.call("get").arg("n").go(), Value::from(sum));

    // Django's bug: its script answers through a double, which ends at 2^53. What is stored is right.
    django.call("set").arg("n").arg(i64::MAX - 2).go();
    assert_eq!(meeting.ok(ours.incr("n", 1)).await, i64::MAX - 1);
    django.call("incr").arg("n").go();
    assert_eq!(meeting.ok(ours.get::<i64>("n")).await, Some(i64::MAX));
    // Django's bug: beyond 64 bits it reads, adds and writes in several steps.
    meeting.fails(ours.incr("n", 1), ErrorKind::Overflow).await;
    assert_eq!(django.call("get").arg("n").go(), Value::from(i64::MAX));
}

async fn no_addition_is_lost<B: BaseValkeyCache<Fields = (), Client: BareValues>, S: Style<B>>(
    meeting: &Meeting<B, S>,
) {
    let (ours, django) = meeting.both();
    django.call("set").arg("n").arg(0).go();
    let there = thread::spawn(move || (0..200).for_each(|_| drop(django.call("incr").arg("n").go())));
    for _ in 0..200 {
        meeting.ok(ours.incr("n", 1)).await;
    }
    there.join().expect("Django counts");
    assert_eq!(meeting.ok(ours.get::<i64>("n")).await, Some(400));
}

async fn a_missing_number_is_missed_by_both<B: BaseValkeyCache<Fields = (), Client: BareValues>, S: Style<B>>(
    meeting: &Meeting<B, S>,
) {
    let (ours, django) = meeting.both();
    meeting.fails(ours.incr("n", 1), ErrorKind::KeyMissing).await;
    assert_eq!(django.call("incr").arg("n").tried().expect_err("there is no number").name, "ValueError");
    assert_eq!(django.call("has_key").arg("n").go(), Value::from(false));
}

async fn the_expiry_outlives_both<B: BaseValkeyCache<Fields = (), Client: BareValues>, S: Style<B>>(
    meeting: &Meeting<B, S>,
) {
    let (ours, django) = meeting.both();
    django.call("set").arg("n").arg(1).named("timeout", 100_000).go();
    meeting.ok(ours.incr("n", 1)).await;
    django.call("incr").arg("n").go();
    assert!(matches!(meeting.ok(ours.ttl("n")).await, Ttl::Left(left) if left.as_secs() > 90_000));
    django.call("set").arg("n").arg(1).named("timeout", Value::None).go();
    meeting.ok(ours.incr("n", 1)).await;
    assert_eq!(django.call("ttl").arg("n").go(), Value::None);
}
