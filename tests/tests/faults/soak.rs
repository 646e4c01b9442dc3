//! Half a minute of the soak, which goes on for longer by hand: `cargo run -p valkey-cache-tests --bin valkey-soak`.

use std::time::Duration;

use valkey_cache_tests::soak::soak;

#[test]
fn faults_at_random_leave_nothing_behind() {
    let report = soak(Duration::from_secs(30), 1, false, |figures| println!("{figures}"));
    println!("{report}");
    assert!(report.complaints().is_empty(), "\n{}", report.complaints().join("\n"));
}
