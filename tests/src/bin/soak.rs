//! Does faults to all topologies at random, for so many seconds, from a seed: `valkey-soak 600 7`. With `tls` after it, the
//! caches on sentinels speak TLS.

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use valkey_cache_tests::soak::soak;

fn main() -> ExitCode {
    let mut words = env::args().skip(1).collect::<Vec<_>>();
    let encrypted = words.pop_if(|word| word == "tls").is_some();
    let numbers = words.iter().map(|word| word.parse()).collect::<Result<Vec<u64>, _>>();
    let (seconds, seed) = match numbers.as_deref() {
        Ok([seconds]) => (*seconds, 1),
        Ok([seconds, seed]) => (*seconds, *seed),
        _ => {
            eprintln!("takes a number of seconds, for other faults a seed, and perhaps `tls`: `valkey-soak 600 7 tls`");
            return ExitCode::from(2);
        }
    };
    let report = soak(Duration::from_secs(seconds), seed, encrypted, |figures| println!("{figures}"));
    println!("\n{report}");
    ExitCode::from(u8::from(!report.complaints().is_empty()))
}
