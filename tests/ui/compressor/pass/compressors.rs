use serde::Deserialize;
use valkey_cache::codec::{BoxError, Compressor};
use valkey_cache::{compressor, registered_compressors};

#[derive(Deserialize)]
struct Plain {}

#[compressor(name = "ui-plain")]
impl Compressor for Plain {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }
}

#[derive(Deserialize)]
struct Spelt {}

#[compressor(name = "Ui-spelt_b.2", crate = "valkey_cache")]
impl valkey_cache::codec::Compressor for Spelt {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }
}

#[test]
fn compressors_are_registered() {
    let names = registered_compressors();
    assert!(["ui-plain", "Ui-spelt_b.2"].iter().all(|name| names.contains(name)), "{names:?}");
}
