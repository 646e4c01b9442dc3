use liblzma::stream::{Action, Check, Error, LzmaOptions, Status, Stream};
use serde::{Deserialize, Deserializer};

use super::choice::choice;
use super::stream::{self, Step};
use super::within::Within;
use super::{BoxError, Compressor, Recognised};

mod filters;

use filters::Filter;

/// What every xz file starts with.
const MAGIC: &[u8] = &[0xFD, b'7', b'z', b'X', b'Z', 0];
/// The default of `memlimit`: level 9 asks for 65 MiB.
const MEMLIMIT: u64 = 72 << 20;

/// Files of xz, and those of the older format that is called alone. Its contexts cannot be used a second time.
#[derive(Deserialize)]
#[serde(try_from = "Options")]
pub(super) struct Lzma {
    preset: u32,
    format: Format,
    check: Check,
    filters: Vec<Filter>,
    memlimit: u64,
    read_format: ReadFormat,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(alias = "preset")]
    level: Option<Within<0, 9>>,
    extreme: Option<bool>,
    #[serde(default, deserialize_with = "format")]
    format: Format,
    #[serde(default, deserialize_with = "check")]
    check: Option<Check>,
    #[serde(default)]
    filters: Vec<Filter>,
    #[serde(default = "default_memlimit")]
    memlimit: u64,
    #[serde(default, deserialize_with = "read_format")]
    read_format: ReadFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Xz,
    Alone,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ReadFormat {
    #[default]
    Auto,
    Only(Format),
}

fn default_memlimit() -> u64 {
    MEMLIMIT
}

fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Format, D::Error> {
    choice(deserializer, &[("xz", 1, Format::Xz), ("alone", 2, Format::Alone)])
}

fn read_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ReadFormat, D::Error> {
    let (xz, alone) = (ReadFormat::Only(Format::Xz), ReadFormat::Only(Format::Alone));
    choice(deserializer, &[("auto", 0, ReadFormat::Auto), ("xz", 1, xz), ("alone", 2, alone)])
}

fn check<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Check>, D::Error> {
    choice(
        deserializer,
        &[
            ("default", -1, None),
            ("none", 0, Some(Check::None)),
            ("crc32", 1, Some(Check::Crc32)),
            ("crc64", 4, Some(Check::Crc64)),
            ("sha256", 10, Some(Check::Sha256)),
        ],
    )
}

impl TryFrom<Options> for Lzma {
    type Error = BoxError;

    fn try_from(options: Options) -> Result<Self, BoxError> {
        let Options { level, extreme, format, check, filters, memlimit, read_format } = options;
        if !filters.is_empty() && (level.is_some() || extreme.is_some()) {
            return Err("`filters` excludes `level` and `extreme`: give them to its last filter, as `preset`".into());
        }
        if format == Format::Alone && check.is_some() {
            return Err("`check` is for the format \"xz\" only: the format \"alone\" has no checksum".into());
        }
        let preset = filters::preset(level.unwrap_or(Within(4)), extreme.unwrap_or_default());
        let check = check.unwrap_or(Check::Crc64);
        let lzma = Self { preset, format, check, filters, memlimit, read_format };
        if !lzma.filters.is_empty() {
            lzma.writer().map_err(|reason| format!("liblzma refuses these `filters`: {reason}"))?;
        }
        Ok(lzma)
    }
}

impl Compressor for Lzma {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut writer = self.writer()?;
        let mut out = Vec::with_capacity(bytes.len() / 2 + 128);
        stream::run(bytes, &mut out, usize::MAX, |input, out| Ok(step(&mut writer, input, out, Action::Finish)?))?;
        Ok(out)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        let is_stream = |rest: &[u8]| self.recognise(rest) != Recognised::No;
        stream::members(bytes, stream::room_for(bytes, max_size), is_stream, |bytes, out| {
            let mut reader = self.reader()?;
            stream::run(bytes, out, max_size, |input, out| {
                step(&mut reader, input, out, Action::Run).map_err(|reason| match reason {
                    Error::MemLimit => {
                        format!("it asks for more memory than the {} bytes of `memlimit`", self.memlimit).into()
                    }
                    reason => reason.into(),
                })
            })
        })
    }

    fn recognise(&self, bytes: &[u8]) -> Recognised {
        match self.read_format {
            ReadFormat::Only(Format::Alone) => alone(bytes),
            _ if bytes.starts_with(MAGIC) => Recognised::Yes,
            ReadFormat::Only(Format::Xz) => Recognised::No,
            ReadFormat::Auto => alone(bytes),
        }
    }
}

impl Lzma {
    fn writer(&self) -> Result<Stream, Error> {
        match (self.format, &self.filters[..]) {
            (Format::Xz, []) => Stream::new_easy_encoder(self.preset, self.check),
            (Format::Xz, filters) => Stream::new_stream_encoder(&filters::chain(filters)?, self.check),
            (Format::Alone, []) => Stream::new_lzma_encoder(&LzmaOptions::new_preset(self.preset)?),
            (Format::Alone, [Filter::Lzma1(settings)]) => Stream::new_lzma_encoder(&settings.options()?),
            (Format::Alone, _) => Err(Error::Options),
        }
    }

    fn reader(&self) -> Result<Stream, Error> {
        match self.read_format {
            ReadFormat::Auto => Stream::new_auto_decoder(self.memlimit, 0),
            ReadFormat::Only(Format::Xz) => Stream::new_stream_decoder(self.memlimit, 0),
            ReadFormat::Only(Format::Alone) => Stream::new_lzma_decoder(self.memlimit),
        }
    }
}

/// The format has no mark, but few bytes that are something else look like its header: properties that exist, a
/// dictionary, a length, and the 0 that its coder always starts with.
fn alone(bytes: &[u8]) -> Recognised {
    match bytes {
        [0..225, _, _, _, _, _, _, _, _, _, _, _, _, 0, ..] => Recognised::Perhaps,
        _ => Recognised::No,
    }
}

fn step(context: &mut Stream, input: &[u8], out: &mut Vec<u8>, action: Action) -> Result<Step, Error> {
    let before = context.total_in();
    let status = context.process_vec(input, out, action)?;
    // No more than the length of the input.
    Ok(Step { consumed: (context.total_in() - before) as usize, is_end: status == Status::StreamEnd })
}
