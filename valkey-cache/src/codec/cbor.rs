use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::BoxError;
use super::adapt::Adapted;
use super::binary::Binary;
use super::depth::Limited;
use super::serializer::Format;

/// CBOR: compact, and it tells what it holds. Structs are maps by field name. It takes no options.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cbor {}

impl Format for Cbor {
    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
        Ok(value.serialize(Adapted::new(&mut minicbor_serde::Serializer::new(out), Binary))?)
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        let mut deserializer = minicbor_serde::Deserializer::new(bytes);
        let value = T::deserialize(Limited::self_describing(&mut deserializer, bytes.len()))?;
        match deserializer.decoder().position() == bytes.len() {
            true => Ok(value),
            false => Err("there are bytes left over after the value".into()),
        }
    }
}
