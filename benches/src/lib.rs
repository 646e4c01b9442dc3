//! What the comparisons share: the same work, done through the cache and through the plain driver.

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
pub use compare::{Comparison, Side, Spread, compare};
mod drive;
pub use drive::{drive_async, drive_blocking};
