use std::num::NonZero;

use zstd::zstd_safe::{
    DCtx, DParameter, ErrorCode, InBuffer, OutBuffer, get_dict_id_from_frame, get_frame_content_size,
};

use super::dictionary::Dictionary;
use super::{KEPT_GROWTH, MAGIC, named};
use crate::codec::BoxError;
use crate::codec::pool::Pool;
use crate::codec::stream::{self, Step};

/// What reads frames: a reader for each dictionary.
pub(super) struct Readers {
    /// Reads what names no dictionary, or its own.
    main: Reader,
    others: Vec<Reader>,
    window_log_max: u32,
}

struct Reader {
    dictionary: Option<Dictionary>,
    contexts: Pool<DCtx<'static>>,
}

impl Readers {
    pub(super) fn new(
        dictionary: Option<Dictionary>,
        others: Vec<Dictionary>,
        window_log_max: u32,
    ) -> Result<Self, BoxError> {
        if others.iter().any(|dictionary| dictionary.id().is_none()) {
            return Err("raw dictionaries have no id by which one of `read_dictionaries` could be found".into());
        }
        let main = Reader { dictionary, contexts: Pool::default() };
        let others = others.into_iter().map(|other| Reader { dictionary: Some(other), contexts: Pool::default() });
        let readers = Self { main, others: others.collect(), window_log_max };
        for reader in readers.all() {
            reader.contexts.keep(reader.context(window_log_max)?);
        }
        Ok(readers)
    }

    pub(super) fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        let reader = self.reader_for(get_dict_id_from_frame(bytes))?;
        let mut context = match reader.contexts.take() {
            Some(context) => context,
            None => reader.context(self.window_log_max)?,
        };
        let out = first_room(bytes, max_size);
        let restored = stream::members(
            bytes,
            out,
            |rest| rest.starts_with(MAGIC),
            |bytes, out| {
                stream::run(bytes, out, max_size, |input, out| {
                    let (mut input, filled) = (InBuffer::around(input), out.len());
                    let left = context.decompress_stream(&mut OutBuffer::around_pos(out, filled), &mut input);
                    let left = left.map_err(|code| self.explained(code))?;
                    Ok(Step { consumed: input.pos(), is_end: left == 0 })
                })
            },
        )?;
        if context.sizeof() <= KEPT_GROWTH + reader.dictionary.as_ref().map_or(0, |dictionary| dictionary.bytes().len())
        {
            reader.contexts.keep(context);
        }
        Ok(restored)
    }

    fn all(&self) -> impl Iterator<Item = &Reader> {
        [&self.main].into_iter().chain(&self.others)
    }

    fn reader_for(&self, id: Option<NonZero<u32>>) -> Result<&Reader, BoxError> {
        let Some(id) = id else { return Ok(&self.main) };
        self.all().find(|reader| reader.id() == Some(id)).ok_or_else(|| {
            let known: Vec<_> = self.all().filter_map(|reader| Some(reader.id()?.to_string())).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            format!("it needs the dictionary with the id {id}; known are {known}: add it to `read_dictionaries`").into()
        })
    }

    fn explained(&self, code: ErrorCode) -> BoxError {
        let reason = named(code);
        if !reason.to_string().contains("too much memory") {
            return reason;
        }
        format!("{reason}: its window is larger than 2^{} bytes; raise `window_log_max`", self.window_log_max).into()
    }
}

impl Reader {
    fn id(&self) -> Option<NonZero<u32>> {
        self.dictionary.as_ref()?.id()
    }

    /// Makes a context. The limit and the dictionary stay with it for all frames.
    fn context(&self, window_log_max: u32) -> Result<DCtx<'static>, BoxError> {
        let mut context = DCtx::create();
        context.set_parameter(DParameter::WindowLogMax(window_log_max)).map_err(named)?;
        if let Some(dictionary) = &self.dictionary {
            context.load_dictionary(dictionary.bytes()).map_err(|_| dictionary.refused())?;
        }
        Ok(context)
    }
}

/// Returns a buffer for what is restored. The size in the header is believed as far as the length of the input makes it
/// likely; with all of it at hand, the content is written in one go.
fn first_room(bytes: &[u8], max_size: usize) -> Vec<u8> {
    let claimed = get_frame_content_size(bytes).ok().flatten().and_then(|size| usize::try_from(size).ok());
    let Some(claimed) = claimed else { return stream::room_for(bytes, max_size) };
    let likely = bytes.len().saturating_mul(32).saturating_add(1024);
    Vec::with_capacity(claimed.min(likely).min(max_size.saturating_add(1)))
}
