use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BoxError, PluginConfig, Serializer, SerializerRegistration, Slot};
use crate::registry::{Found, Kind};
use crate::{Error, ErrorKind, Result};

/// A built-in serializer or one of a plugin.
///
/// Clones share the plugin. Built-ins are called without a detour, plugins through a trait object.
#[derive(Clone)]
pub struct AnySerializer(Inner);

#[derive(Clone)]
pub(super) enum Inner {
    #[cfg(feature = "json")]
    Json(super::json::Json),
    #[cfg(feature = "msgpack")]
    MsgPack(super::msgpack::MsgPack),
    #[cfg(feature = "postcard")]
    Postcard(super::postcard::Postcard),
    Plugin(&'static str, Arc<dyn Serializer>),
}

type Make = fn(&PluginConfig) -> Result<Inner>;

pub(super) const KIND: Kind<Make> = Kind {
    what: "serializer",
    built_in: &[
        #[cfg(feature = "json")]
        ("json", |config| Ok(Inner::Json(config.build("serializer")?))),
        #[cfg(feature = "msgpack")]
        ("msgpack", |config| Ok(Inner::MsgPack(config.build("serializer")?))),
        #[cfg(feature = "postcard")]
        ("postcard", |config| Ok(Inner::Postcard(config.build("serializer")?))),
    ],
    behind_features: &["json", "msgpack", "postcard"],
};

impl AnySerializer {
    /// Builds the serializer that a configuration names.
    ///
    /// # Errors
    ///
    /// [`Config`](ErrorKind::Config) when the name is unknown or registered twice, or when an option is wrong.
    pub fn from_config(config: &PluginConfig) -> Result<Self> {
        match KIND.find(inventory::iter::<SerializerRegistration>, config.name())? {
            Found::BuiltIn(make) => make(config).map(Self),
            Found::Plugin(plugin) => Ok(Self(Inner::Plugin(plugin.name, (plugin.make)(config)?))),
        }
    }

    /// Builds the serializer of that name, with its default options.
    ///
    /// # Errors
    ///
    /// As [`from_config`](Self::from_config).
    pub fn named(name: &str) -> Result<Self> {
        Self::from_config(&PluginConfig::new(name))
    }

    /// Wraps a serializer that is not registered; `name` is what errors call it.
    pub fn new(name: &'static str, serializer: impl Serializer) -> Self {
        Self(Inner::Plugin(name, Arc::new(serializer)))
    }

    /// Returns the name.
    pub fn name(&self) -> &'static str {
        match &self.0 {
            #[cfg(feature = "json")]
            Inner::Json(_) => "json",
            #[cfg(feature = "msgpack")]
            Inner::MsgPack(_) => "msgpack",
            #[cfg(feature = "postcard")]
            Inner::Postcard(_) => "postcard",
            Inner::Plugin(name, _) => name,
        }
    }

    /// Returns the serialized form of a value. Numbers are serialized too; [`encode`](super::encode) spares them.
    ///
    /// # Errors
    ///
    /// [`Encode`](ErrorKind::Encode) when the format has no way to write the value.
    pub fn serialize<T: Serialize + ?Sized>(&self, value: &T) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        self.serialize_into(value, &mut out)?;
        Ok(out)
    }

    /// Appends the serialized form of a value to `out`.
    ///
    /// # Errors
    ///
    /// As [`serialize`](Self::serialize); what `out` holds after its former content is then without meaning.
    pub fn serialize_into<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<()> {
        let written = match &self.0 {
            #[cfg(feature = "json")]
            Inner::Json(json) => json.write(value, out),
            #[cfg(feature = "msgpack")]
            Inner::MsgPack(msgpack) => msgpack.write(value, out),
            #[cfg(feature = "postcard")]
            Inner::Postcard(postcard) => postcard.write(value, out),
            // The reference is what is unsized: `T` need not be sized itself.
            Inner::Plugin(_, plugin) => plugin.serialize(&value, out),
        };
        written.map_err(|reason| {
            let (name, type_name) = (self.name(), std::any::type_name::<T>());
            Error::new(
                ErrorKind::Encode,
                format!("serializer '{name}' cannot write a value of type {type_name}: {reason}"),
            )
        })
    }

    /// Reads a value from its serialized form.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) when the bytes are not one value of type `T` in this format.
    pub fn deserialize<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T> {
        self.read(bytes).map_err(|reason| {
            let (name, type_name) = (self.name(), std::any::type_name::<T>());
            Error::new(
                ErrorKind::Decode,
                format!("serializer '{name}' cannot read a value of type {type_name}: {reason}"),
            )
        })
    }

    pub(super) fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        match &self.0 {
            #[cfg(feature = "json")]
            Inner::Json(json) => json.read(bytes),
            #[cfg(feature = "msgpack")]
            Inner::MsgPack(msgpack) => msgpack.read(bytes),
            #[cfg(feature = "postcard")]
            Inner::Postcard(postcard) => postcard.read(bytes),
            Inner::Plugin(_, plugin) => {
                let mut value = None;
                plugin.deserialize(
                    bytes,
                    Slot::new(&mut |deserializer| {
                        value = Some(erased_serde::deserialize(deserializer)?);
                        Ok(())
                    }),
                )?;
                value.ok_or_else(|| "the serializer's `deserialize` left its slot empty".into())
            }
        }
    }
}

impl fmt::Debug for AnySerializer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnySerializer").field(&self.name()).finish()
    }
}
