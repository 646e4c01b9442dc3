use std::fs::read_to_string;
use std::time::Duration;

/// How much memory this process has, and how many threads, over time.
#[derive(Debug, Default)]
pub(super) struct Memory(Vec<(Duration, [u64; 2])>);

impl Memory {
    /// Takes note of what it is now. Linux alone says so.
    pub(super) fn look(&mut self, at: Duration) {
        let Ok(status) = read_to_string("/proc/self/status") else { return };
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        self.0.extend(field("VmRSS").zip(field("Threads")).map(|(memory, threads)| (at, [memory, threads])));
    }

    /// Returns a line for each look.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(at, [kilobytes, threads])| {
            format!("{:>6.0?} s: {:.1} MB, {threads} threads", at.as_secs(), *kilobytes as f64 / 1024.0)
        })
    }
}
