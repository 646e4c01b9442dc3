use valkey_cache::codec::BoxError;
use valkey_cache::prelude::*;

#[derive(serde::Deserialize)]
struct Rot13 {}

#[compressor(name = "Rot-13_b.2", crate = "valkey_cache")]
impl valkey_cache::codec::Compressor for Rot13 {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }
}

fn main() {}
