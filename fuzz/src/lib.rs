//! What the fuzz targets do with their bytes. A panic is a finding, and so is whatever an assertion here refuses.

mod compressors;
mod herd;
mod serializers;
mod types;

pub use compressors::{decode, decompress};
pub use herd::herd;
pub use serializers::reads;

/// The most that is decompressed, in bytes: enough to fill several blocks of each format.
const MAX_DECOMPRESSED_SIZE: usize = 1 << 20;
