use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{Compressor, PluginConfig, Serializer, compressor, serializer};
use crate::Result;
use crate::registry::{Place, Registration};

/// What a plugin's type must be: built by serde from the options in a configuration.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be built from the options of a configuration",
    label = "this type does not implement `serde::Deserialize`",
    note = "add `#[derive(serde::Deserialize)]` to it"
)]
pub trait PluginOptions: DeserializeOwned {}

// Or else the message would be serde's, which does not say what the options are for.
#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> PluginOptions for T {}

/// The entry by which a plugin makes a [`Serializer`] known by name; that trait shows one.
#[derive(Debug)]
pub struct SerializerRegistration {
    pub(super) name: &'static str,
    pub(super) make: fn(&PluginConfig) -> Result<Arc<dyn Serializer>>,
    place: Place,
}

impl SerializerRegistration {
    /// Makes the entry; `file` and `line` tell where, should the name be taken twice.
    pub const fn new<T: Serializer + PluginOptions>(name: &'static str, file: &'static str, line: u32) -> Self {
        Self { name, make: |config| Ok(Arc::new(config.build::<T>("serializer")?)), place: Place { file, line } }
    }
}

impl Registration for SerializerRegistration {
    fn name(&self) -> &'static str {
        self.name
    }

    fn place(&self) -> Place {
        self.place
    }
}

inventory::collect!(SerializerRegistration);

/// Returns the names of all serializers that can be configured, sorted.
pub fn registered_serializers() -> Vec<&'static str> {
    serializer::KIND.names(inventory::iter::<SerializerRegistration>)
}

/// The entry by which a plugin makes a [`Compressor`] known by name; that trait shows one.
#[derive(Debug)]
pub struct CompressorRegistration {
    pub(super) name: &'static str,
    pub(super) make: fn(&PluginConfig) -> Result<Arc<dyn Compressor>>,
    place: Place,
}

impl CompressorRegistration {
    /// Makes the entry; `file` and `line` tell where, should the name be taken twice.
    pub const fn new<T: Compressor + PluginOptions>(name: &'static str, file: &'static str, line: u32) -> Self {
        Self { name, make: |config| Ok(Arc::new(config.build::<T>("compressor")?)), place: Place { file, line } }
    }
}

impl Registration for CompressorRegistration {
    fn name(&self) -> &'static str {
        self.name
    }

    fn place(&self) -> Place {
        self.place
    }
}

inventory::collect!(CompressorRegistration);

/// Returns the names of all compressors that can be configured, sorted.
pub fn registered_compressors() -> Vec<&'static str> {
    compressor::KIND.names(inventory::iter::<CompressorRegistration>)
}
