//! Who holds a lock keeps the other out.

use std::thread;
use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::in_both_styles;
use super::meeting::Meeting;
use super::value::Value;

in_both_styles! {
    django_holds_and_we_wait,
    we_hold_and_django_waits,
    a_lock_that_was_taken_over_is_lost,
    nobody_works_at_the_same_time,
}

const LONG: Duration = Duration::from_secs(100_000);

async fn django_holds_and_we_wait<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    let once = || ours.get_lock("l").timeout(LONG).blocking_timeout(Duration::ZERO);
    let theirs = django.call("get_lock").arg("l").named("timeout", 100_000).kept();
    assert_eq!(theirs.call("acquire").named("blocking", false).go(), Value::from(true));
    assert!(meeting.ok(once().is_locked()).await);
    assert!(meeting.ok(once().acquire()).await.is_none());
    assert!(matches!(meeting.ok(ours.pttl("l")).await, Ttl::Left(left) if left <= LONG && left > LONG / 2));
    theirs.call("extend").arg(100_000).go();
    assert!(matches!(meeting.ok(ours.pttl("l")).await, Ttl::Left(left) if left > LONG && left <= LONG * 2));
    theirs.call("reacquire").go();
    assert!(matches!(meeting.ok(ours.pttl("l")).await, Ttl::Left(left) if left <= LONG && left > LONG / 2));
    assert!(meeting.ok(once().version(2).acquire()).await.is_some(), "another version is another lock");

    theirs.call("release").go();
    assert!(!meeting.ok(once().is_locked()).await);
    let guard = meeting.ok(once().acquire()).await.expect("Django has released it");
    meeting.ok(guard.release()).await;
}

async fn we_hold_and_django_waits<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    let theirs = django.call("get_lock").arg("l").named("timeout", 100_000).kept();
    let guard = meeting.ok(ours.get_lock("l").timeout(LONG).acquire()).await.expect("nobody else is here");
    assert_eq!(theirs.call("locked").go(), Value::from(true));
    assert_eq!(theirs.call("owned").go(), Value::from(false));
    assert_eq!(theirs.call("acquire").named("blocking", false).go(), Value::from(false));
    let impatient = theirs.call("acquire").named("blocking_timeout", 0.001);
    assert_eq!(impatient.go(), Value::from(false));
    meeting.ok(guard.extend(LONG)).await;
    let left = django.call("ttl").arg("l").go();
    assert!(left > Value::from(100_000) && left <= Value::from(200_000), "{left}");
    meeting.ok(guard.replace_ttl(LONG * 5)).await;
    let left = django.call("ttl").arg("l").go();
    assert!(left > Value::from(400_000) && left <= Value::from(500_000), "{left}");
    meeting.ok(guard.reacquire()).await;
    assert!(matches!(meeting.ok(ours.pttl("l")).await, Ttl::Left(left) if left <= LONG && left > LONG / 2));

    meeting.ok(guard.release()).await;
    assert_eq!(theirs.call("locked").go(), Value::from(false));
    assert_eq!(theirs.call("acquire").named("blocking", false).go(), Value::from(true));
    theirs.call("release").go();
    let inside = async || theirs.call("acquire").named("blocking", false).go();
    let guard = meeting.ok(ours.get_lock("l").acquire()).await.expect("Django has released it");
    assert_eq!(inside().await, Value::from(false));
    meeting.ok(guard.release()).await;
}

async fn a_lock_that_was_taken_over_is_lost<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    let theirs = django.call("get_lock").arg("l").named("timeout", 100_000).kept();
    let guard = meeting.ok(ours.get_lock("l").acquire()).await.expect("nobody else is here");
    django.call("delete").arg("l").go();
    assert_eq!(theirs.call("acquire").named("blocking", false).go(), Value::from(true));
    assert!(!meeting.ok(guard.is_owned()).await);
    for held in [guard.extend(LONG), guard.replace_ttl(LONG), guard.reacquire()] {
        meeting.fails(held, ErrorKind::LockLost).await;
    }
    meeting.fails(guard.release(), ErrorKind::LockLost).await;
    assert_eq!(theirs.call("owned").go(), Value::from(true), "it was not ours to release");

    meeting.ok(ours.delete("l")).await;
    let guard = meeting.ok(ours.get_lock("l").acquire()).await.expect("it was deleted");
    assert!(meeting.ok(guard.is_owned()).await);
    assert_eq!(theirs.call("owned").go(), Value::from(false));
    for method in ["extend", "reacquire", "release"] {
        let call = theirs.call(method);
        let call = if method == "extend" { call.arg(5) } else { call };
        assert_eq!(call.tried().expect_err("it is ours").name, "LockNotOwnedError", "{method}");
    }
    meeting.ok(guard.release()).await;
}

/// Both read a number, add to it and write it back; it is a lock that they do so one after the other.
async fn nobody_works_at_the_same_time<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    const TIMES: i64 = 40;
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("n", &0)).await;
    let there = thread::spawn(move || {
        for _ in 0..TIMES {
            // The peer does one thing at a time, and others ask too: it must not wait for long.
            let lock = django.call("get_lock").arg("l").kept();
            while lock.call("acquire").named("blocking", false).go() == Value::from(false) {}
            let Value::Int(number) = django.call("get").arg("n").go() else { panic!("it is a number") };
            django.call("set").arg("n").arg(number.parse::<i64>().expect("it is a number") + 1).go();
            lock.call("release").go();
        }
    });
    for _ in 0..TIMES {
        let lock = ours.get_lock("l").poll_interval(Duration::from_millis(1));
        let guard = meeting.ok(lock.acquire()).await.expect("it waits without end");
        let number = meeting.ok(ours.get::<i64>("n")).await.expect("the number is there");
        meeting.ok(ours.set("n", &(number + 1))).await;
        meeting.ok(guard.release()).await;
    }
    there.join().expect("Django counts");
    assert_eq!(meeting.ok(ours.get::<i64>("n")).await, Some(2 * TIMES));
}
