//! Replies, and the readers that turn them into what a caller gets.

mod answer;
mod found;
mod readers;
mod refusal;

pub use answer::Reply;
pub(crate) use found::{Found, found};
pub use found::{taken, value, values_by_key};
pub use readers::*;
pub use refusal::ServerError;
pub(crate) use refusal::{LOGIN, without_arguments};
