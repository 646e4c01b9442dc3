//! Numbers are stored as decimal text, so that the server can count with them.

mod read;
mod write;

pub(super) use read::Number;
pub(super) use write::write_number;
