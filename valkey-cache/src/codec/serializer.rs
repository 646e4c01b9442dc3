use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BoxError, PluginConfig, Serializer, SerializerRegistration, Slot};
use crate::registry::{Found, Kind};
use crate::{Error, ErrorKind, Result};

/// What a serializer does, for values of a type that is known.
pub(super) trait Format {
    /// Tells whether `read` fails on whatever another format wrote.
    fn refuses_other_formats(&self) -> bool {
        true
    }

    /// Appends `value` to `out`.
    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError>;

    /// Reads the one value that `bytes` hold; bytes that are left over are an error.
    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError>;
}

/// A built-in serializer or one of a plugin.
///
/// Clones share the plugin. Built-ins are called without a detour, plugins through a trait object.
#[derive(Clone)]
pub struct AnySerializer(Inner);

/// Makes of a list of formats the type that holds any of them, so that a call knows its format at compile time.
macro_rules! built_in {
    ($($feature:literal $name:literal => $variant:ident($format:ty),)*) => {
        #[derive(Clone)]
        enum Inner {
            $(#[cfg(feature = $feature)] $variant($format),)*
            Plugin(&'static str, Arc<dyn Serializer>),
        }

        pub(super) const KIND: Kind<fn(&PluginConfig) -> Result<AnySerializer>> = Kind {
            what: "serializer",
            built_in: &[
                $(
                    #[cfg(feature = $feature)]
                    ($name, |config| Ok(AnySerializer(Inner::$variant(config.build("serializer")?)))),
                )*
            ],
            behind_features: &[$(($name, $feature)),*],
            aliases: super::aliases::SERIALIZERS,
        };

        impl Inner {
            fn name(&self) -> &'static str {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(_) => $name,)*
                    Self::Plugin(name, _) => name,
                }
            }

            fn refuses_other_formats(&self) -> bool {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(format) => format.refuses_other_formats(),)*
                    Self::Plugin(_, plugin) => Format::refuses_other_formats(plugin),
                }
            }

            fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(format) => format.write(value, out),)*
                    Self::Plugin(_, plugin) => plugin.write(value, out),
                }
            }

            fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
                match self {
                    $(#[cfg(feature = $feature)] Self::$variant(format) => format.read(bytes),)*
                    Self::Plugin(_, plugin) => plugin.read(bytes),
                }
            }
        }
    };
}

// Cargo feature, name in configurations, variant, format.
built_in! {
    "json" "json" => Json(super::json::Json),
    "msgpack" "msgpack" => MsgPack(super::msgpack::MsgPack),
    "json" "msgspec_json" => MsgspecJson(super::msgspec_json::MsgspecJson),
    "msgpack" "msgspec_msgpack" => MsgspecMsgPack(super::msgpack::MsgPack),
    "cbor" "cbor" => Cbor(super::cbor::Cbor),
    "pickle" "pickle" => Pickle(super::pickle::Pickle),
    "postcard" "postcard" => Postcard(super::postcard::Postcard),
}

impl AnySerializer {
    /// Builds the serializer that a configuration names.
    ///
    /// # Errors
    ///
    /// [`Config`](ErrorKind::Config) when the name is unknown or registered twice, or when an option is wrong.
    pub fn from_config(config: &PluginConfig) -> Result<Self> {
        match KIND.find(inventory::iter::<SerializerRegistration>, config.name())? {
            Found::BuiltIn(make) => make(config),
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
        self.0.name()
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
        self.0.write(value, out).map_err(|reason| {
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
        self.0.read(bytes)
    }

    /// Tells whether it is the one that writes what Python's pickle reads.
    pub(super) fn is_pickle(&self) -> bool {
        #[cfg(feature = "pickle")]
        return matches!(self.0, Inner::Pickle(_));
        #[cfg(not(feature = "pickle"))]
        return false;
    }

    /// Tells whether reading fails on whatever another serializer wrote, so that both may be tried.
    pub(super) fn refuses_other_formats(&self) -> bool {
        self.0.refuses_other_formats()
    }
}

impl Format for Arc<dyn Serializer> {
    fn refuses_other_formats(&self) -> bool {
        (**self).refuses_other_formats()
    }

    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
        // The reference is what is unsized: `T` need not be sized itself.
        self.serialize(&value, out)
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        let mut value = None;
        self.deserialize(
            bytes,
            Slot::new(&mut |deserializer| {
                value = Some(erased_serde::deserialize(deserializer)?);
                Ok(())
            }),
        )?;
        value.ok_or_else(|| "the serializer's `deserialize` left its slot empty".into())
    }
}

impl fmt::Debug for AnySerializer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnySerializer").field(&self.name()).finish()
    }
}
