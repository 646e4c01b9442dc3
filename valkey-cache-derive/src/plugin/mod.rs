//! What is registered by name: the attributes, and what they share with `#[cache_backend]`.

pub(crate) mod codec;
pub(crate) mod key_function;
mod shared;

pub(crate) use shared::{cfg_of, private};
