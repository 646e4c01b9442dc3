//! Compares each serializer and each compressor with the crate that it is built on, and prints a table.
//!
//! `cargo run --release -p valkey-cache-benches --bin codecs [ROUNDS [ONLY]]`: 60 rounds unless told otherwise; only the
//! rows whose name, as `json write 10 KB`, has the text ONLY in it. The ratio is of processor time: 1.05 is five percent
//! slower than the crate.

use std::time::Duration;

use valkey_cache_benches::{CodecWork, Comparison, Side, Stopwatch, calibrate, compare};

/// About as long as one side works in one round.
const ROUND: Duration = Duration::from_millis(4);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rounds = arguments.next().map_or(60, |rounds| rounds.parse().expect("ROUNDS is a whole number above 0"));
    let only = arguments.next().unwrap_or_default();
    println!("{:24} {:>10} {:>10} {:12} ours / plain: min / median / max", "codec", "ours µs", "plain µs", "plain");
    for work in CodecWork::all().iter().filter(|work| work.name.contains(&only)) {
        let mut drive = |side, steps| {
            let start = Stopwatch::start();
            (0..steps).for_each(|_| work.perform(side));
            start.stop()
        };
        let steps = calibrate(ROUND, &mut drive);
        let Comparison { ours, raw, cpu, .. } = compare(rounds, steps, |side: Side| drive(side, steps));
        println!(
            "{:24} {:>10.2} {:>10.2} {:12} {:.2} / {:.3} / {:.2}",
            work.name,
            1e6 / ours,
            1e6 / raw,
            work.plain,
            1.0 / cpu.max,
            1.0 / cpu.median,
            1.0 / cpu.min
        );
    }
}
