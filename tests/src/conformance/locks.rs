use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use valkey_cache::ErrorKind;
use valkey_cache::operation::{read, reply};
use valkey_cache::prelude::*;

use super::{Case, Load, Style, behaviours};

behaviours! {
    one_holder_at_a_time,
    the_lock_is_a_key_with_the_token,
    a_lock_that_is_lost_says_so,
    a_holder_extends_the_time,
    a_holder_sets_the_time_anew,
    a_key_that_is_no_lock_is_an_error,
    a_waiter_gets_the_lock,
    a_closure_runs_under_the_lock,
    a_guard_that_is_dropped_releases,
    locks_exclude_each_other,
}

async fn one_holder_at_a_time<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let once = || cache.get_lock("l").blocking_timeout(Duration::ZERO);
    assert!(!case.ok(once().is_locked()).await);
    let guard = case.ok(once().acquire()).await.expect("the lock is free");
    assert!(case.ok(once().is_locked()).await);
    assert!(case.ok(once().acquire()).await.is_none());
    let other = case.ok(once().version(2).acquire()).await.expect("another version is another lock");
    case.ok(guard.release()).await;
    assert!(!case.ok(once().is_locked()).await);
    assert!(case.ok(once().version(2).is_locked()).await);
    case.ok(other.release()).await;
    let again = case.ok(once().acquire()).await.expect("the lock is free again");
    case.ok(again.release()).await;
}

async fn the_lock_is_a_key_with_the_token<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let stored = || cache.action(read("GET").key("l").returns(reply::bytes));
    let guard = case.ok(cache.get_lock("l").timeout(Duration::from_secs(9000)).acquire()).await.unwrap();
    let token = guard.token().to_owned();
    assert!(token.len() == 32 && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{token}");
    assert_eq!(case.ok(stored()).await.as_deref(), Some(token.as_bytes()));
    assert!(matches!(case.ok(cache.ttl("l")).await, Ttl::Left(left) if left > Duration::from_secs(8000)));
    case.ok(guard.release()).await;

    let guard = case.ok(cache.get_lock("l").token("me").acquire()).await.unwrap();
    assert_eq!(case.ok(stored()).await.as_deref(), Some(b"me".as_slice()));
    assert_eq!(case.ok(cache.ttl("l")).await, Ttl::NoExpiry);
    case.ok(guard.release()).await;
    assert_eq!(case.ok(stored()).await, None);
}

async fn a_lock_that_is_lost_says_so<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let time = Duration::from_secs(1);
    let late = case.ok(cache.get_lock("l").acquire()).await.unwrap();
    assert!(case.ok(late.is_owned()).await);
    case.ok(cache.delete("l")).await;
    assert!(!case.ok(late.is_owned()).await);
    for held in [late.extend(time), late.replace_ttl(time), late.replace_ttl(None), late.reacquire()] {
        case.fails(held, ErrorKind::LockLost).await;
    }
    let next = case.ok(cache.get_lock("l").acquire()).await.unwrap();
    assert_eq!((case.ok(late.is_owned()).await, case.ok(next.is_owned()).await), (false, true));
    for held in [late.extend(time), late.replace_ttl(time), late.replace_ttl(None), late.reacquire()] {
        case.fails(held, ErrorKind::LockLost).await;
    }
    case.fails(late.release(), ErrorKind::LockLost).await;
    assert_eq!(case.ok(cache.pttl("l")).await, Ttl::NoExpiry);
    assert!(case.ok(cache.get_lock("l").is_locked()).await, "it is another holder's");
    case.ok(next.release()).await;
}

async fn a_holder_extends_the_time<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let guard = case.ok(cache.get_lock("l").timeout(Duration::from_secs(9000)).acquire()).await.unwrap();
    case.ok(guard.extend(Duration::from_secs(1000))).await;
    let left = case.ok(cache.pttl("l")).await;
    assert!(matches!(left, Ttl::Left(left) if left > Duration::from_secs(9500) && left <= Duration::from_secs(10_000)));
    case.ok(guard.release()).await;

    let endless = case.ok(cache.get_lock("l").acquire()).await.unwrap();
    case.ok(endless.extend(Duration::from_secs(1000))).await;
    assert_eq!(case.ok(cache.pttl("l")).await, Ttl::NoExpiry);
    case.ok(endless.release()).await;
}

async fn a_holder_sets_the_time_anew<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let (hour, day) = (Duration::from_secs(3600), Duration::from_secs(86_400));
    // The clock goes on meanwhile.
    let is_about = |left, time| matches!(left, Ttl::Left(left) if left <= time && left > time - time / 2);
    let guard = case.ok(cache.get_lock("l").timeout(day).acquire()).await.unwrap();
    case.ok(guard.replace_ttl(hour)).await;
    assert!(is_about(case.ok(cache.pttl("l")).await, hour));
    case.ok(guard.replace_ttl(None)).await;
    assert_eq!(case.ok(cache.pttl("l")).await, Ttl::NoExpiry);
    case.ok(guard.reacquire()).await;
    assert!(is_about(case.ok(cache.pttl("l")).await, day));
    case.fails(guard.replace_ttl(Duration::ZERO), ErrorKind::InvalidInput).await;
    assert!(case.ok(guard.is_owned()).await);
    case.ok(guard.release()).await;

    let endless = case.ok(cache.get_lock("l").acquire()).await.unwrap();
    case.ok(endless.reacquire()).await;
    assert_eq!(case.ok(cache.pttl("l")).await, Ttl::NoExpiry);
    case.ok(endless.replace_ttl(hour)).await;
    assert!(is_about(case.ok(cache.pttl("l")).await, hour));
    case.ok(endless.reacquire()).await;
    assert_eq!(case.ok(cache.pttl("l")).await, Ttl::NoExpiry);
    case.ok(endless.release()).await;
}

async fn a_key_that_is_no_lock_is_an_error<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (cache, time) = (case.cache(), Duration::from_secs(1));
    let guard = case.ok(cache.get_lock("l").acquire()).await.unwrap();
    case.ok(cache.delete("l")).await;
    case.ok(cache.rpush("l", [1])).await;
    case.fails(guard.is_owned(), ErrorKind::WrongType).await;
    for held in [guard.extend(time), guard.replace_ttl(time), guard.reacquire()] {
        case.fails(held, ErrorKind::WrongType).await;
    }
    case.fails(guard.release(), ErrorKind::WrongType).await;
    assert_eq!(case.ok(cache.llen("l")).await, 1);
}

async fn a_waiter_gets_the_lock<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let guard = case.ok(cache.get_lock("l").acquire()).await.unwrap();
    let limited = cache.get_lock("l").poll_interval(Duration::from_millis(1));
    assert!(case.ok(limited.blocking_timeout(Duration::from_millis(5)).acquire()).await.is_none());
    let released = AtomicBool::new(false);
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            S::block_on(async {
                let wait = cache.get_lock("l").poll_interval(Duration::from_millis(1));
                let guard = S::go(wait.acquire()).await.unwrap().expect("there is no limit");
                assert!(released.load(Ordering::SeqCst), "it was held");
                S::go(guard.release()).await.unwrap();
            });
        });
        scope.spawn(|| {
            released.store(true, Ordering::SeqCst);
            S::block_on(async { S::go(guard.release()).await.unwrap() });
        });
        waiter.join().unwrap();
    });
    assert!(!case.ok(cache.get_lock("l").is_locked()).await);
}

async fn a_closure_runs_under_the_lock<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    assert_eq!(case.ok(cache.get_lock("l").with(Load(|| 5))).await, Some(5));
    assert!(!case.ok(cache.get_lock("l").is_locked()).await);
    let guard = case.ok(cache.get_lock("l").acquire()).await.unwrap();
    let refused = cache.get_lock("l").blocking_timeout(Duration::ZERO);
    assert_eq!(case.ok(refused.with(Load(|| -> i32 { panic!("the lock is held") }))).await, None);
    case.ok(guard.release()).await;
}

async fn a_guard_that_is_dropped_releases<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    let guard = case.ok(cache.get_lock("l").timeout(Duration::from_secs(9000)).acquire()).await.unwrap();
    drop(guard);
    // In the background where the cache is async.
    case.until(|cache| cache.add("l", &1));
}

async fn locks_exclude_each_other<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("n", &0)).await;
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                S::block_on(async {
                    for _ in 0..10 {
                        let lock = cache.get_lock("l").poll_interval(Duration::from_micros(100));
                        let guard = S::go(lock.acquire()).await.unwrap().unwrap();
                        // Not atomic, but for the lock.
                        let n = S::go(cache.get::<i32>("n")).await.unwrap().unwrap();
                        S::go(cache.set("n", &(n + 1))).await.unwrap();
                        S::go(guard.release()).await.unwrap();
                    }
                });
            });
        }
    });
    assert_eq!(case.ok(cache.get::<i32>("n")).await, Some(30));
}
