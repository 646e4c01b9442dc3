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
    let end = Instant::now() + deadline;
    while !condition() {
        assert!(Instant::now() < end, "the condition did not hold within {deadline:?}");
        sleep(INTERVAL);
    }
}
