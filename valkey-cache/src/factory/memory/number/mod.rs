//! Numbers as the server reads and writes them.

mod big;
mod long_double;
mod text;

pub(super) use long_double::LongDouble;
pub(super) use text::{bound, float, integer, score};
