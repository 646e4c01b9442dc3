//! Does faults to all topologies at random, for so many seconds, from a seed: `valkey-soak 600 7`.

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use valkey_cache_tests::soak::soak;

fn main() -> ExitCode {
    let mut numbers = env::args().skip(1).map(|number| number.parse::<u64>());
    let (Some(Ok(seconds)), seed, None) = (numbers.next(), numbers.next().unwrap_or(Ok(1)), numbers.next()) else {
        eprintln!("takes a number of seconds and, for other faults, a seed: `valkey-soak 600 7`");
        return ExitCode::from(2);
    };
    let Ok(seed) = seed else {
        eprintln!("the seed is no number");
        return ExitCode::from(2);
    };
    let report = soak(Duration::from_secs(seconds), seed, |figures| println!("{figures}"));
    println!("\n{report}");
    ExitCode::from(u8::from(!report.complaints().is_empty()))
}
