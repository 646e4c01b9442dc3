use serde::de::value::{Error, SeqDeserializer};
use serde::{Deserialize, Serialize};
use valkey_cache::codec::{AnySerializer, BoxError, Serializer, Slot, erased_serde};

/// Bytes that a serializer made already.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

/// Returns a serializer that leaves [`Bytes`] as they are, so that a codec shows what its compressor does.
pub(crate) fn raw_serializer() -> AnySerializer {
    AnySerializer::new("raw", Raw)
}

struct Raw;

impl Serializer for Raw {
    fn serialize(&self, value: &dyn erased_serde::Serialize, out: &mut Vec<u8>) -> Result<(), BoxError> {
        let Bytes(bytes) = serde_json::from_value(serde_json::to_value(value)?)?;
        out.extend(bytes);
        Ok(())
    }

    fn deserialize(&self, bytes: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
        Ok(slot.fill(SeqDeserializer::<_, Error>::new(bytes.iter().copied()))?)
    }
}
