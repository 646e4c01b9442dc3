//! Replies, and the readers that turn them into what a caller gets.

mod answer;
mod readers;

pub use answer::{Reply, ServerError};
pub use readers::*;
