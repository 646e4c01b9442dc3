use serde::Deserialize;

use super::deflate::{Deflate, Format, GZIP_MARK};
use super::within::Within;
use super::{BoxError, Compressor, Recognised};

/// Deflate with the header of gzip.
#[derive(Deserialize)]
#[serde(from = "Options")]
pub(super) struct Gzip(Deflate);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(default = "default_level")]
    level: Within<0, 9>,
}

fn default_level() -> Within<0, 9> {
    Within(9)
}

impl From<Options> for Gzip {
    fn from(Options { level }: Options) -> Self {
        Self(Deflate::new(Format::Gzip, level.into(), 15))
    }
}

impl Compressor for Gzip {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        self.0.compress(bytes)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        self.0.decompress(bytes, max_size)
    }

    fn recognise(&self, bytes: &[u8]) -> Recognised {
        Recognised::by_mark(GZIP_MARK, bytes)
    }
}
