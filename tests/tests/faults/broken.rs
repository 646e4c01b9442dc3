//! Connections that break while they carry load.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use valkey_cache::{Error, ErrorKind};
use valkey_cache_tests::{Proxy, Server};

use super::{Face, Open, both_styles, config};

const CALLERS: usize = 8;
const BREAKS: u64 = 20;

both_styles!(cut_connections_harm_nobody_else, reset_connections_harm_nobody_else);

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
    let cache = open(&config(proxy.url()));
    let (done, calls, errors) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for caller in 0..CALLERS {
            let (cache, done, calls, errors) = (&*cache, &done, &calls, &errors);
            scope.spawn(move || {
                let mut turn = 0;
                while !done.load(Ordering::Relaxed) {
                    turn += 1;
                    calls.fetch_add(2, Ordering::Relaxed);
                    if let Err(error) = write_and_read(cache, caller, turn) {
                        assert_eq!(error.kind(), ErrorKind::Connection, "{error:?}");
                        errors.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        for _ in 0..BREAKS {
            // Only when every caller is at work again is there something to break.
            let seen = calls.load(Ordering::Relaxed);
            while calls.load(Ordering::Relaxed) < seen + 4 * CALLERS as u64 {
                thread::yield_now();
            }
            break_all(&proxy);
        }
        done.store(true, Ordering::Relaxed);
    });
    let (calls, errors) = (calls.into_inner(), errors.into_inner());
    // Both are repeated once, so only a call that is hit twice fails.
    assert!(errors <= BREAKS * CALLERS as u64, "{errors} of {calls} calls failed after {BREAKS} breaks");
    let key = "after";
    cache.set(key, key).unwrap();
    assert_eq!(cache.get(key).unwrap().as_deref(), Some(key));
}

fn write_and_read(cache: &dyn Face, caller: usize, turn: u64) -> Result<(), Error> {
    let (key, value) = (format!("key-{caller}"), format!("key-{caller} turn-{turn}"));
    cache.set(&key, &value)?;
    let read = cache.get(&key)?;
    assert_eq!(read, Some(value), "only this caller writes {key}");
    Ok(())
}
