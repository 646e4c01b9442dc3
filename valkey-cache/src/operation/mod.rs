//! What a cache can do, as data: commands, replies, scripts, and the trait that flows are written against.

mod argument;
mod command;
mod executor;
mod flight;
mod flights;
mod herd;
mod nesting;
pub mod reply;
mod request;
mod script;
mod settings;
mod spread;

pub use argument::Argument;
pub use command::{Command, Draft, Reader, Reading, read, read_primary, script, write};
pub(crate) use executor::Prepared;
pub use executor::{Executor, IntoCommand, Operation};
pub(crate) use flight::Landing;
pub use flights::Flights;
pub(crate) use flights::{Lead, Moment, Place};
pub(crate) use herd::Freshness;
pub use herd::{Herd, HerdSource};
pub use reply::{Reply, ServerError};
pub use request::{Access, Request};
pub use script::{Call, Native, Script};
pub use settings::Settings;
pub use spread::Merge;
pub(crate) use spread::{Seam, Spread};
