//! Keys: how the text of a key on the server is made, searched for and read back.
//!
//! A key on the server is `"{prefix}:{version}:{key}"`. The [key function](KeyFunction) can be replaced.

mod cache_key;
mod function;
mod glob;
mod input;
mod make;
mod slot;
mod space;

pub use cache_key::CacheKey;
pub use function::{KeyFunction, KeyFunctionRegistration, registered_key_functions};
pub use glob::glob_escape;
pub use input::Key;
pub use make::{default_key_func, make_key, make_pattern, reverse_key};
pub(crate) use slot::SLOTS;
pub use slot::key_slot;
pub use space::{KeySpace, KeyText};
