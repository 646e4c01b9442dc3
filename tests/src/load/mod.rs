//! Callers who write and read all the time, and take note of what they were told: what tests of faults stand on.
//!
//! A [`Topology`] is a group of servers with the [faults](Fault) that can be done to it. A [`Trial`] opens caches on it, and
//! does one fault after the other while callers go on:
//!
//! ```
//! use valkey_cache_tests::load::{Calls, Trial};
//! use valkey_cache_tests::topologies::Single;
//!
//! let single = Single::start();
//! let mut trial = Trial::begin(&single, Calls::ALL, 7);
//! for figures in trial.strike("cut") {
//!     println!("{figures}");
//!     assert_eq!(figures.complaints(), [""; 0]);
//! }
//! ```

mod clock;
pub use clock::timed;
mod face;
pub use face::{Calls, CountingFace, Face, awaited, open, ran};

mod value;

mod record;
pub use record::{Call, Record};
mod caller;
mod callers;
pub use callers::Load;

mod fault;
pub use fault::Fault;
mod topology;
pub use topology::Topology;
mod figures;
pub use figures::Figures;
mod trial;
pub use trial::Trial;

use std::time::Duration;

/// The `socket_timeout` of caches under load, unless there is a reason for another.
pub const TIMEOUT: Duration = Duration::from_millis(800);
/// Returns what a call may take: its timeout, a tenth, and what a machine adds on which callers, servers and proxies compete
/// for two cores. Less than a timeout that is waited out twice.
fn limit(timeout: Duration) -> Duration {
    timeout + timeout / 10 + timeout * 3 / 8
}

/// Bounds a failing test; no passing one waits for it.
const DEADLINE: Duration = Duration::from_secs(60);
