//! What the macros' expansions name. Nothing here is meant for anybody else.

pub use inventory;

pub use crate::backend::{BackendRegistration, BaseValkeyCache, Core};
use crate::client::BaseClient;
pub use crate::codec::{CompressorRegistration, SerializerRegistration};
pub use crate::config::{CacheConfig, Location, Timeout};
pub use crate::error::Result;
use crate::factory::BaseConnectionFactory;
pub use crate::factory::DefaultFactory;
pub use crate::key::KeyFunctionRegistration;

/// The type itself, once a check in the constant has compiled: a wrong type is told once then, on the user's token.
pub trait Checked<const OK: bool> {
    type Type: ?Sized;
}

impl<T: ?Sized, const OK: bool> Checked<OK> for T {
    type Type = T;
}

pub const fn is_client<T: BaseClient>() -> bool {
    true
}

pub const fn is_factory<T: BaseConnectionFactory>() -> bool {
    true
}

pub const fn has_default_factory<T: DefaultFactory>() -> bool {
    true
}

/// What a plugin's type must be: built by serde from the options in a configuration.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be built from the options of a configuration",
    label = "this type does not implement `serde::Deserialize`",
    note = "add `#[derive(serde::Deserialize)]` to it"
)]
pub trait PluginOptions: Send + Sync + 'static {}

impl<T: serde::de::DeserializeOwned + Send + Sync + 'static> PluginOptions for T {}
