//! What the comparisons share: the same work, done through the cache and through the plain driver.
//!
//! ```text
//! cargo run --release -p valkey-cache-benches --bin compare        speed, against the plain driver
//! cargo run --release -p valkey-cache-benches --bin allocations    allocations and memory, against the plain driver
//! cargo run --release -p valkey-cache-benches --bin codecs         speed of codecs, against the crates below them
//! cargo bench -p valkey-cache-benches                              the parts of an operation, without a server
//! ```
//!
//! The programs use the profile `release`, which has no link-time optimization, as most services are built; `cargo
//! bench` has it. Compare ratios, not figures: both sides of a ratio ran one after the other on the same machine.

mod fixture;
pub use fixture::{Fixture, KEYS, MANY, PATIENCE, PREFIX, TIMEOUT};
mod user;
pub use user::User;

mod work;
pub use work::{AsyncSide, BlockingSide, Work};
mod ours;
pub use ours::{AsyncCache, BlockingCache, OursAsync, OursBlocking};
mod raw;
pub use raw::{RawAsync, RawBlocking};

mod cost;
pub use cost::{Cost, Stopwatch};
mod compare;
pub use compare::{Comparison, Side, Spread, calibrate, compare};
mod drive;
pub use drive::{drive_async, drive_blocking};

mod article;
pub use article::Article;
mod codecs;
pub use codecs::CodecWork;
mod plain;
