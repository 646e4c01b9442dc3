//! What a cache can do, as data: commands, replies, scripts, and the trait that flows are written against.

mod reply;
mod script;

pub use reply::{Reply, ServerError};
pub use script::{Call, Script};
