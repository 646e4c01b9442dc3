use bzip2::{Action, Compress, Compression, Decompress, Status};
use serde::Deserialize;

use super::stream::{self, Step};
use super::within::Within;
use super::{BoxError, Compressor, Recognised};

/// Files of bzip2. Its contexts cannot be used a second time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bz2 {
    #[serde(default = "default_level")]
    level: Within<1, 9>,
}

fn default_level() -> Within<1, 9> {
    Within(9)
}

impl Compressor for Bz2 {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut context = Compress::new(Compression::new(self.level.into()), 0);
        let mut out = Vec::with_capacity(bytes.len() / 2 + 128);
        stream::run(bytes, &mut out, usize::MAX, |input, out| {
            let before = context.total_in();
            let status = context.compress_vec(input, out, Action::Finish)?;
            Ok(step(status, context.total_in() - before))
        })?;
        Ok(out)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        stream::members(bytes, stream::room_for(bytes, max_size), is_file, |bytes, out| {
            let mut context = Decompress::new(false);
            stream::run(bytes, out, max_size, |input, out| {
                let before = context.total_in();
                match context.decompress_vec(input, out)? {
                    Status::MemNeeded => Err("there is not enough memory".into()),
                    status => Ok(step(status, context.total_in() - before)),
                }
            })
        })
    }

    fn recognise(&self, bytes: &[u8]) -> Recognised {
        if is_file(bytes) { Recognised::Yes } else { Recognised::No }
    }
}

fn is_file(bytes: &[u8]) -> bool {
    matches!(bytes, [b'B', b'Z', b'h', b'1'..=b'9', ..])
}

fn step(status: Status, consumed: u64) -> Step {
    // No more than the length of the input.
    Step { consumed: consumed as usize, is_end: status == Status::StreamEnd }
}
