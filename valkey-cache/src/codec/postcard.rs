use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::BoxError;
use super::depth::Limited;
use super::serializer::Format;

/// Postcard, the most compact of the built-ins. It does not describe itself: a stored value is read as the type that
/// wrote it. It takes no options.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Postcard {}

impl Format for Postcard {
    fn refuses_other_formats(&self) -> bool {
        false
    }

    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
        postcard::to_io(value, out)?;
        Ok(())
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        let mut deserializer = postcard::Deserializer::from_bytes(bytes);
        let value = T::deserialize(Limited::new(&mut deserializer, bytes.len())).map_err(|error| match error {
            // What else it says is that this will never be built.
            postcard::Error::WontImplement => BoxError::from(
                "the type finds out what it is from the bytes, as tagged and untagged enums do, and those of postcard \
                 do not tell what they hold; use 'cbor' or 'msgpack' for it",
            ),
            error => error.into(),
        })?;
        match deserializer.finalize()? {
            [] => Ok(value),
            _ => Err("there are bytes left over after the value".into()),
        }
    }
}
