use std::io::ErrorKind::UnexpectedEof;

use rmp_serde::config::BytesMode;
use rmp_serde::decode::Error as ReadError;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::BoxError;
use super::adapt::Adapted;
use super::binary::Binary;
use super::depth::Limited;
use super::serializer::Format;

mod extensions;
mod timestamp;

use extensions::spell_out_timestamps;

/// MessagePack, as Python's `msgpack` and `msgspec` have it. Structs are maps by field name, and what has a form for
/// humans is written in it, as other languages expect.
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
        let serializer = rmp_serde::Serializer::new(out).with_struct_map().with_human_readable();
        Ok(value.serialize(Adapted::new(&mut serializer.with_bytes(bytes), Binary))?)
    }

    /// Nearly no value holds an extension, so they are looked for in those only that cannot be read otherwise.
    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        let error = match read(bytes) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let found = spell_out_timestamps(bytes);
        let error = match found.spelled_out {
            None => error,
            Some(bytes) => match read(&bytes) {
                Ok(value) => return Ok(value),
                Err(error) => error,
            },
        };
        Err(match found.other {
            None => error,
            Some(kind) => format!(
                "{error}; it holds an extension of type {kind}, and of those only timestamps, type -1, are read"
            )
            .into(),
        })
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BoxError> {
    let mut deserializer = rmp_serde::Deserializer::from_read_ref(bytes).with_human_readable();
    let value = T::deserialize(Limited::self_describing(&mut deserializer, bytes.len()))?;
    // The deserializer does not tell where it stands, but at the end it has no next marker to read.
    match IgnoredAny::deserialize(&mut deserializer) {
        Err(ReadError::InvalidMarkerRead(error)) if error.kind() == UnexpectedEof => Ok(value),
        _ => Err("there are bytes left over after the value".into()),
    }
}
