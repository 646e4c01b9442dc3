//! The same work by hand: keys by `format!`, values by serde_json, commands of the driver.

mod asynchronous;
pub use asynchronous::RawAsync;
mod blocking;
pub use blocking::RawBlocking;
mod commands;
