use serde::Deserialize;
use valkey_cache::codec::{BoxError, Serializer, Slot, erased_serde};
use valkey_cache::{registered_serializers, serializer};

#[derive(Deserialize)]
struct Nothing {}

#[serializer(name = "ui-nothing")]
impl Serializer for Nothing {
    fn serialize(&self, _value: &dyn erased_serde::Serialize, _out: &mut Vec<u8>) -> Result<(), BoxError> {
        Err("it only has to compile".into())
    }

    fn deserialize(&self, _bytes: &[u8], _slot: Slot<'_>) -> Result<(), BoxError> {
        Err("it only has to compile".into())
    }
}

#[test]
fn serializers_are_registered() {
    assert!(registered_serializers().contains(&"ui-nothing"));
}
