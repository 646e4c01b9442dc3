use std::io::ErrorKind::UnexpectedEof;

use rmp_serde::config::BytesMode;
use rmp_serde::decode::Error as ReadError;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::BoxError;
use super::depth::Limited;
use super::serializer::Format;

/// MessagePack. Structs are maps by field name, as other languages expect them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MsgPack {
    /// Writes `Vec<u8>` and the like as `bin` too, not only what serde calls bytes. Off by default: such a vector can
    /// then not be read within a tagged or untagged enum, or a flattened struct.
    #[serde(default)]
    bytes_as_bin: bool,
}

impl Format for MsgPack {
    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
        let bytes = if self.bytes_as_bin { BytesMode::ForceIterables } else { BytesMode::Normal };
        let mut serializer = rmp_serde::Serializer::new(out).with_struct_map().with_bytes(bytes);
        Ok(value.serialize(&mut serializer)?)
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        let mut deserializer = rmp_serde::Deserializer::from_read_ref(bytes);
        let value = T::deserialize(Limited::new(&mut deserializer))?;
        // The deserializer does not tell where it stands, but at the end it has no next marker to read.
        match IgnoredAny::deserialize(&mut deserializer) {
            Err(ReadError::InvalidMarkerRead(error)) if error.kind() == UnexpectedEof => Ok(value),
            _ => Err("there are bytes left over after the value".into()),
        }
    }
}
