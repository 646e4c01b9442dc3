use serde::Deserialize;
use zstd::zstd_safe::{CCtx, CParameter, ErrorCode, compress_bound, get_error_name};

use super::pool::Pool;
use super::{BoxError, Compressor, Recognised};

mod dictionary;
mod options;
mod readers;

use dictionary::Dictionary;
use options::Options;
use readers::Readers;

/// What every frame starts with.
const MAGIC: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];
/// A context that has grown by more than this many bytes is given back after use, so that one large value does not bind
/// memory for ever.
const KEPT_GROWTH: usize = 8 << 20;

/// Zstandard frames.
#[derive(Deserialize)]
#[serde(try_from = "Options")]
pub(super) struct Zstd {
    parameters: Vec<CParameter>,
    dictionary: Option<Dictionary>,
    /// The size in bytes beyond which a context is not kept.
    largest_kept: usize,
    writers: Pool<CCtx<'static>>,
    readers: Readers,
}

impl TryFrom<Options> for Zstd {
    type Error = BoxError;

    fn try_from(options: Options) -> Result<Self, BoxError> {
        let parameters = options.parameters()?;
        let (dictionary, window_log_max) = (options.dictionary, options.window_log_max.into());
        let readers = Readers::new(dictionary.clone(), options.read_dictionaries, window_log_max)?;
        let mut zstd = Self { parameters, dictionary, largest_kept: 0, writers: Pool::default(), readers };
        let mut context = zstd.writer()?;
        // The library looks at a dictionary when it first writes.
        context.compress2(&mut Vec::with_capacity(64), b"").map_err(|code| match &zstd.dictionary {
            Some(dictionary) => dictionary.refused(),
            None => named(code),
        })?;
        zstd.largest_kept = context.sizeof() + KEPT_GROWTH;
        zstd.writers.keep(context);
        Ok(zstd)
    }
}

impl Compressor for Zstd {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut context = match self.writers.take() {
            Some(context) => context,
            None => self.writer()?,
        };
        let mut out = Vec::with_capacity(compress_bound(bytes.len()));
        context.compress2(&mut out, bytes).map_err(named)?;
        if context.sizeof() <= self.largest_kept {
            self.writers.keep(context);
        }
        Ok(out)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        self.readers.decompress(bytes, max_size)
    }

    fn recognise(&self, bytes: &[u8]) -> Recognised {
        Recognised::by_mark(MAGIC, bytes)
    }
}

impl Zstd {
    /// Makes a context. The parameters and the dictionary stay with it for all frames.
    fn writer(&self) -> Result<CCtx<'static>, BoxError> {
        let mut context = CCtx::create();
        for parameter in &self.parameters {
            context.set_parameter(*parameter).map_err(named)?;
        }
        if let Some(dictionary) = &self.dictionary {
            context.load_dictionary(dictionary.bytes()).map_err(named)?;
        }
        Ok(context)
    }
}

fn named(code: ErrorCode) -> BoxError {
    get_error_name(code).into()
}
