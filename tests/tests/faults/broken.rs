//! Connections that break while they carry load.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use redis::Value;
use valkey_cache::{Error, ErrorKind};
use valkey_cache_tests::{Proxy, Server, eventually};

use super::{DEADLINE, Face, Open, both_styles, patient};

const CALLERS: usize = 8;
const BREAKS: u64 = 20;

both_styles!(
    cut_connections_harm_nobody_else,
    reset_connections_harm_nobody_else,
    a_count_that_breaks_midway_is_not_repeated,
);

fn cut_connections_harm_nobody_else(open: Open) {
    break_under_load(open, Proxy::cut);
}

fn reset_connections_harm_nobody_else(open: Open) {
    break_under_load(open, Proxy::reset);
}

/// Each value names its key and its turn, so an answer that belongs to somebody else shows.
fn break_under_load(open: Open, break_all: fn(&Proxy)) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&patient(proxy.url()));
    let (_, errors) = load(&proxy, break_all, |caller, turn| write_and_read(&*cache, caller, turn));
    // Both calls are repeated once, so only one that is hit twice fails.
    assert!(errors <= BREAKS * CALLERS as u64, "{errors} turns failed after {BREAKS} breaks");
    let key = "after";
    cache.set(key, key).unwrap();
    assert_eq!(cache.get(key).unwrap().as_deref(), Some(key));
}

/// What the server did and nobody heard of is at most what failed: nothing was done twice.
fn a_count_that_breaks_midway_is_not_repeated(open: Open) {
    let server = Server::start();
    let proxy = Proxy::to(server.addr());
    let cache = open(&patient(proxy.url()));
    server.command(&["SET", "fault:1:count", "0"]).unwrap();
    let (counted, errors) = load(&proxy, Proxy::reset, |_, _| cache.incr("count").map(drop));
    let Value::BulkString(stored) = server.command(&["GET", "fault:1:count"]).unwrap() else { panic!("no number") };
    let stored = String::from_utf8(stored).unwrap().parse::<u64>().unwrap();
    assert!(stored >= counted && stored - counted <= errors, "{stored} stored, {counted} counted, {errors} failed");
}

/// Lets all callers take turns while the connections break; returns how many turns ended well, and how many failed.
fn load(proxy: &Proxy, break_all: fn(&Proxy), turn: impl Fn(usize, u64) -> Result<(), Error> + Sync) -> (u64, u64) {
    let (done, well, failed) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let turns = || well.load(Ordering::Relaxed) + failed.load(Ordering::Relaxed);
    thread::scope(|scope| {
        for caller in 0..CALLERS {
            let (turn, done, well, failed) = (&turn, &done, &well, &failed);
            scope.spawn(move || {
                for number in 1.. {
                    match turn(caller, number) {
                        Ok(()) => well.fetch_add(1, Ordering::Relaxed),
                        Err(error) => {
                            assert_eq!(error.kind(), ErrorKind::Connection, "{error:?}");
                            failed.fetch_add(1, Ordering::Relaxed)
                        }
                    };
                    if done.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
        for _ in 0..BREAKS {
            // Only when all are at work again is there something to break.
            let seen = turns();
            eventually(DEADLINE, || turns() >= seen + 4 * CALLERS as u64);
            break_all(proxy);
        }
        done.store(true, Ordering::Relaxed);
    });
    (well.into_inner(), failed.into_inner())
}

fn write_and_read(cache: &dyn Face, caller: usize, turn: u64) -> Result<(), Error> {
    let (key, value) = (format!("key-{caller}"), format!("key-{caller} turn-{turn}"));
    cache.set(&key, &value)?;
    let read = cache.get(&key)?;
    assert_eq!(read, Some(value), "only this caller writes {key}");
    Ok(())
}
