use valkey_cache::codec::{BoxError, Serializer, Slot, erased_serde};
use valkey_cache::prelude::*;

struct Ron;

#[serializer(name = "ron")]
impl Serializer for Ron {
    fn serialize(&self, _value: &dyn erased_serde::Serialize, _out: &mut Vec<u8>) -> Result<(), BoxError> {
        Err("it only has to compile".into())
    }

    fn deserialize(&self, _bytes: &[u8], _slot: Slot<'_>) -> Result<(), BoxError> {
        Err("it only has to compile".into())
    }
}

fn main() {}
