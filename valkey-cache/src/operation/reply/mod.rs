//! Replies, and the readers that turn them into what a caller gets.

mod answer;
mod found;
mod readers;

pub use answer::{Reply, ServerError};
pub(crate) use found::{Found, found};
pub use found::{taken, value, values_by_key};
pub use readers::*;
