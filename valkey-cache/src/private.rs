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
