//! A value whose type is known only once it is read, with all the kinds that Python has.

mod any;
mod date;
mod delta;
mod herd;
mod iso;
mod kind;
mod read;
mod write;

pub use any::Value;
pub use date::{Date, DateTime, Time, Zone};
pub use delta::TimeDelta;
#[cfg(feature = "pickle")]
pub(super) use herd::HERD_MARKER;
pub use herd::HerdMarker;
#[cfg(feature = "pickle")]
pub(super) use iso::{Hyphenated, parse_uuid};
pub(super) use kind::Kind;
#[cfg(feature = "pickle")]
pub(super) use kind::VALUE;

#[cfg(test)]
mod tests;
