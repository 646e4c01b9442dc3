//! Python's pickle: plain data, and the classes that stand in Django's caches. Nothing is ever called or imported.

mod digits;
mod error;
mod format;
mod global;
mod long;
mod opcode;
mod read;
mod write;

pub(super) use format::Pickle;

use error::PickleError;

#[cfg(test)]
mod tests;
