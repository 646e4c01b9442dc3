use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What some work took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// By the clock on the wall.
    pub wall: Duration,
    /// In all threads of this process; the server has its own. Another process that wants the processor does not count.
    pub cpu: Duration,
}

/// Measures a [`Cost`].
#[derive(Debug)]
pub struct Stopwatch {
    wall: Instant,
    cpu: Duration,
}

impl Stopwatch {
    /// Starts measuring.
    pub fn start() -> Self {
        Self { wall: Instant::now(), cpu: cpu() }
    }

    /// Returns what was spent since the start.
    pub fn stop(&self) -> Cost {
        Cost { wall: self.wall.elapsed(), cpu: cpu() - self.cpu }
    }
}

fn cpu() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().expect("time that was spent is not negative")
}
