use std::fmt::Display;
use std::thread::sleep;
use std::time::{Duration, Instant};

const INTERVAL: Duration = Duration::from_millis(5);

/// Waits until `condition` holds, and panics at the caller's line when it does not within `deadline`.
///
/// Polling is for the state of another process that offers no event to wait for, such as the number of clients a
/// server still counts. Wherever something can be waited for (a reply, a closed connection, `WAIT`, a channel), wait
/// for that. The deadline only bounds a failing test, so make it generous: a passing test never waits for it.
///
/// It blocks the thread: in an async test, call it through `spawn_blocking`.
#[track_caller]
pub fn eventually(deadline: Duration, mut condition: impl FnMut() -> bool) {
    eventually_ok(deadline, || if condition() { Ok(()) } else { Err("the condition did not hold") });
}

/// Waits until `attempt` succeeds, as [`eventually`] waits for a condition, and returns what it then gives.
///
/// # Panics
/// When it does not succeed within `deadline`, with the last failure.
#[track_caller]
pub fn eventually_ok<T, E: Display>(deadline: Duration, mut attempt: impl FnMut() -> Result<T, E>) -> T {
    let end = Instant::now() + deadline;
    loop {
        match attempt() {
            Ok(value) => return value,
            Err(failure) => assert!(Instant::now() < end, "{failure} within {deadline:?}"),
        }
        sleep(INTERVAL);
    }
}
