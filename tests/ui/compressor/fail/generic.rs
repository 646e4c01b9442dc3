use valkey_cache::codec::{BoxError, Compressor};
use valkey_cache::prelude::*;

#[derive(serde::Deserialize)]
struct Rot13<T>(T);

#[compressor(name = "rot13")]
impl<T: Send + Sync + 'static> Compressor for Rot13<T> {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }
}

fn main() {}
