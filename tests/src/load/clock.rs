//! Time limits that a busy machine does not break: what it is late by is measured, too.

use std::collections::VecDeque;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(5);
/// Ticks that are kept: those of 40 seconds, longer than any call lasts.
const KEPT: usize = 8000;

/// When each tick ended, and how late it was.
static TICKS: LazyLock<Mutex<VecDeque<(Instant, Duration)>>> = LazyLock::new(|| {
    thread::spawn(|| {
        loop {
            let started = Instant::now();
            thread::sleep(TICK);
            let late = started.elapsed() - TICK;
            ticks(|ticks| {
                ticks.truncate(KEPT);
                ticks.push_front((Instant::now(), late));
            });
        }
    });
    Mutex::default()
});

fn ticks<T>(look: impl FnOnce(&mut VecDeque<(Instant, Duration)>) -> T) -> T {
    look(&mut TICKS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Returns what a call did and how long it took, without what the machine was late by meanwhile.
///
/// A call wakes several threads one after the other, in this process and in others, each of which may be late.
pub fn timed<T>(call: impl FnOnce() -> T) -> (T, Duration) {
    LazyLock::force(&TICKS);
    let started = Instant::now();
    let result = call();
    let took = started.elapsed();
    if took < TICK {
        return (result, took);
    }
    let late = ticks(|ticks| {
        let during = ticks.iter().take_while(|(end, _)| *end >= started);
        during.map(|&(_, late)| late).max().unwrap_or_default()
    });
    (result, took.saturating_sub(late * 3))
}
