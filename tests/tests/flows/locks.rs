use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::operation::Reply;
use valkey_cache::prelude::*;

use super::{Scripted, cache, finish};

const MS: fn(u64) -> Duration = Duration::from_millis;

#[test]
fn a_free_lock_takes_one_command() {
    let script = Scripted::new().expect("SET app:1:l # NX PX 5000", Reply::Ok);
    let cache = cache();
    let guard = finish(cache.get_lock("l").timeout(MS(5000)).acquire().execute_on(&script)).unwrap().unwrap();
    assert_eq!(script.done(), [format!("SET app:1:l {} NX PX 5000", guard.token())]);
    let hexadecimal = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    assert!(guard.token().len() == 32 && guard.token().bytes().all(hexadecimal), "{}", guard.token());
    assert!(script.sleeps().is_empty());
}

#[test]
fn tokens_differ() {
    let script = Scripted::new().expect_times(2, "SET app:1:l # NX", Reply::Ok);
    let cache = cache();
    let acquire = || finish(cache.get_lock("l").acquire().execute_on(&script)).unwrap().unwrap();
    assert_ne!(acquire().token(), acquire().token());
}

#[test]
fn a_waiter_tries_again_and_again() {
    let script =
        Scripted::new().expect_times(3, "SET app:1:l me NX", Reply::Nil).expect("SET app:1:l me NX", Reply::Ok);
    let cache = cache();
    let lock = cache.get_lock("l").token("me");
    assert!(finish(lock.acquire().execute_on(&script)).unwrap().is_some());
    assert_eq!(script.sleeps(), [MS(100); 3]);
    script.done();
}

#[test]
fn a_waiter_gives_up_at_the_limit() {
    let script = Scripted::new().expect_times(4, "SET app:1:l me NX", Reply::Nil);
    let cache = cache();
    let lock = cache.get_lock("l").token("me").poll_interval(MS(40)).blocking_timeout(MS(100));
    assert!(finish(lock.acquire().execute_on(&script)).unwrap().is_none());
    // The last wait ends at the limit, and then comes the last attempt.
    assert_eq!(script.sleeps(), [MS(40), MS(40), MS(20)]);
    script.done();
}

#[test]
fn a_limit_of_zero_tries_once() {
    let script = Scripted::new().expect("SET app:1:l me NX", Reply::Nil);
    let cache = cache();
    let lock = cache.get_lock("l").token("me").blocking_timeout(Duration::ZERO);
    assert!(finish(lock.acquire().execute_on(&script)).unwrap().is_none());
    assert!(script.sleeps().is_empty());
    script.done();
}

#[test]
fn the_version_is_the_locks() {
    let script = Scripted::new().expect("SET app:6:l me NX", Reply::Ok).expect("script:DEL app:6:l me", Reply::Int(1));
    let cache = cache();
    let guard = finish(cache.get_lock("l").token("me").version(6).acquire().execute_on(&script)).unwrap().unwrap();
    finish(guard.release().execute_on(&script)).unwrap();
    script.done();
}

#[test]
fn what_a_holder_does_compares_the_token() {
    let script = Scripted::new()
        .expect("SET app:1:l me NX PX 1000", Reply::Ok)
        .expect("script:GET app:1:l me", Reply::Int(1))
        .expect("script:PEXPIRE app:1:l me 2500", Reply::Int(1))
        .expect("script:PEXPIRE app:1:l me 1", Reply::Int(1))
        .expect("script:PEXPIRE app:1:l me 2500", Reply::Int(1))
        .expect("script:PEXPIRE app:1:l me 1000", Reply::Int(1))
        .expect("script:DEL app:1:l me", Reply::Int(1));
    let cache = cache();
    let lock = cache.get_lock("l").token("me").timeout(MS(1000));
    let guard = finish(lock.acquire().execute_on(&script)).unwrap().unwrap();
    assert!(finish(guard.is_owned().execute_on(&script)).unwrap());
    finish(guard.extend(MS(2500)).execute_on(&script)).unwrap();
    finish(guard.extend(Duration::from_nanos(1)).execute_on(&script)).unwrap();
    finish(guard.replace_ttl(MS(2500)).execute_on(&script)).unwrap();
    finish(guard.reacquire().execute_on(&script)).unwrap();
    assert_eq!(guard.extend(Duration::MAX).to_request().unwrap_err().kind(), ErrorKind::InvalidInput);
    finish(guard.release().execute_on(&script)).unwrap();
    script.done();
}

#[test]
fn a_lock_that_is_lost_is_an_error() {
    let script = Scripted::new()
        .expect("SET app:1:l me NX", Reply::Ok)
        .expect("script:GET app:1:l me", Reply::Int(0))
        .expect("script:PEXPIRE app:1:l me 1", Reply::Int(0))
        .expect("script:PEXPIRE app:1:l me 1", Reply::Int(0))
        .expect("script:PEXPIRE app:1:l me 0", Reply::Int(0))
        .expect("script:DEL app:1:l me", Reply::Int(0));
    let cache = cache();
    let guard = finish(cache.get_lock("l").token("me").acquire().execute_on(&script)).unwrap().unwrap();
    assert!(!finish(guard.is_owned().execute_on(&script)).unwrap());
    for held in [guard.extend(MS(1)), guard.replace_ttl(MS(1)), guard.reacquire()] {
        let error = finish(held.execute_on(&script)).unwrap_err();
        assert_eq!((error.kind(), error.key()), (ErrorKind::LockLost, Some("app:1:l")));
    }
    let error = finish(guard.release().execute_on(&script)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockLost);
    assert!(error.to_string().contains("a longer `timeout`"), "{error}");
    script.done();
}

#[test]
fn a_closure_runs_between_acquire_and_release() {
    let script = Scripted::new().expect("SET app:1:l me NX", Reply::Ok).expect("script:DEL app:1:l me", Reply::Int(1));
    let cache = cache();
    let ran = finish(cache.get_lock("l").token("me").with(|| script.sent()).execute_on(&script));
    assert_eq!(ran.unwrap(), Some(1), "one command before the closure");
    script.done();

    let held = Scripted::new().expect("SET app:1:l me NX", Reply::Nil);
    let lock = cache.get_lock("l").token("me").blocking_timeout(Duration::ZERO);
    let refused = finish(lock.with(|| -> i32 { panic!("somebody else holds the lock") }).execute_on(&held));
    assert_eq!(refused.unwrap(), None);

    let lost = Scripted::new().expect("SET app:1:l me NX", Reply::Ok).expect("script:DEL app:1:l me", Reply::Int(0));
    let error = finish(cache.get_lock("l").token("me").with(|| 5).execute_on(&lost)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockLost);
}

#[test]
fn an_error_is_told_and_not_waited_for() {
    let script = Scripted::new().expect_failure("SET app:1:l me NX", ErrorKind::Connection);
    let cache = cache();
    let error = finish(cache.get_lock("l").token("me").acquire().execute_on(&script)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(script.sleeps().is_empty());
    script.done();
}
