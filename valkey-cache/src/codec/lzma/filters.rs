//! What the input goes through on its way: at most three filters that prepare it, and the one that compresses it.

use liblzma::stream::{Error, Filters, LzmaOptions, MatchFinder, Mode, PRESET_EXTREME};
use serde::{Deserialize, Deserializer};

use crate::codec::BoxError;
use crate::codec::choice::choice;
use crate::codec::within::Within;

#[derive(Deserialize)]
#[serde(try_from = "Options")]
pub(super) enum Filter {
    Lzma1(Settings),
    Lzma2(Settings),
    /// The distance minus one.
    Delta(u8),
    Branches(Branches),
}

/// Adds a filter that makes the jumps in the machine code of some processor easier to compress.
type Branches = fn(&mut Filters) -> &mut Filters;

/// How LZMA works; what is not set is as the preset has it.
pub(super) struct Settings {
    preset: u32,
    dict_size: Option<Within<4096, 0x6000_0000>>,
    lc: Option<Within<0, 4>>,
    lp: Option<Within<0, 4>>,
    pb: Option<Within<0, 4>>,
    mode: Option<Mode>,
    nice_len: Option<Within<2, 273>>,
    mf: Option<MatchFinder>,
    depth: Option<Within<0, { i32::MAX }>>,
}

/// A filter as Python's lzma module writes it down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(deserialize_with = "id")]
    id: Id,
    preset: Option<Within<0, 9>>,
    extreme: Option<bool>,
    dict_size: Option<Within<4096, 0x6000_0000>>,
    lc: Option<Within<0, 4>>,
    lp: Option<Within<0, 4>>,
    pb: Option<Within<0, 4>>,
    #[serde(default, deserialize_with = "mode")]
    mode: Option<Mode>,
    nice_len: Option<Within<2, 273>>,
    #[serde(default, deserialize_with = "mf")]
    mf: Option<MatchFinder>,
    depth: Option<Within<0, { i32::MAX }>>,
    dist: Option<Within<1, 256>>,
}

#[derive(Clone, Copy)]
enum Id {
    Lzma1,
    Lzma2,
    Delta,
    Branches(Branches),
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
    choice(
        deserializer,
        &[
            ("lzma1", 0x4000_0000_0000_0001, Id::Lzma1),
            ("lzma2", 0x21, Id::Lzma2),
            ("delta", 3, Id::Delta),
            ("x86", 4, Id::Branches(Filters::x86)),
            ("powerpc", 5, Id::Branches(Filters::powerpc)),
            ("ia64", 6, Id::Branches(Filters::ia64)),
            ("arm", 7, Id::Branches(Filters::arm)),
            ("armthumb", 8, Id::Branches(Filters::arm_thumb)),
            ("sparc", 9, Id::Branches(Filters::sparc)),
        ],
    )
}

fn mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Mode>, D::Error> {
    choice(deserializer, &[("fast", 1, Mode::Fast), ("normal", 2, Mode::Normal)]).map(Some)
}

fn mf<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<MatchFinder>, D::Error> {
    let choices = [
        ("hc3", 3, MatchFinder::HashChain3),
        ("hc4", 4, MatchFinder::HashChain4),
        ("bt2", 18, MatchFinder::BinaryTree2),
        ("bt3", 19, MatchFinder::BinaryTree3),
        ("bt4", 20, MatchFinder::BinaryTree4),
    ];
    choice(deserializer, &choices).map(Some)
}

impl TryFrom<Options> for Filter {
    type Error = BoxError;

    fn try_from(options: Options) -> Result<Self, BoxError> {
        let Options { id, preset, extreme, dict_size, lc, lp, pb, mode, nice_len, mf, depth, dist } = options;
        let is_tuned = [lc, lp, pb].iter().any(Option::is_some) || mode.is_some() || nice_len.is_some() || mf.is_some();
        let has_settings = is_tuned || preset.is_some() || extreme.is_some() || dict_size.is_some() || depth.is_some();
        let settings = || Settings {
            // That of Python's filters; `level` has a default of its own.
            preset: self::preset(preset.unwrap_or(Within(6)), extreme.unwrap_or_default()),
            dict_size,
            lc,
            lp,
            pb,
            mode,
            nice_len,
            mf,
            depth,
        };
        match id {
            Id::Lzma1 if dist.is_none() => Ok(Self::Lzma1(settings())),
            Id::Lzma2 if dist.is_none() => Ok(Self::Lzma2(settings())),
            Id::Delta if !has_settings => Ok(Self::Delta((dist.unwrap_or(Within(1)).0 - 1) as u8)),
            Id::Branches(add) if !has_settings && dist.is_none() => Ok(Self::Branches(add)),
            Id::Lzma1 | Id::Lzma2 => Err("`dist` is for the filter \"delta\" only".into()),
            Id::Delta => Err("the filter \"delta\" takes `dist` only".into()),
            Id::Branches(_) => Err("this filter takes no options".into()),
        }
    }
}

impl Settings {
    pub(super) fn options(&self) -> Result<LzmaOptions, Error> {
        let mut options = LzmaOptions::new_preset(self.preset)?;
        if let Some(size) = self.dict_size {
            options.dict_size(size.into());
        }
        if let Some(bits) = self.lc {
            options.literal_context_bits(bits.into());
        }
        if let Some(bits) = self.lp {
            options.literal_position_bits(bits.into());
        }
        if let Some(bits) = self.pb {
            options.position_bits(bits.into());
        }
        if let Some(mode) = self.mode {
            options.mode(mode);
        }
        if let Some(length) = self.nice_len {
            options.nice_len(length.into());
        }
        if let Some(finder) = self.mf {
            options.match_finder(finder);
        }
        if let Some(depth) = self.depth {
            options.depth(depth.into());
        }
        Ok(options)
    }
}

/// Puts the filters together in the form that liblzma takes.
pub(super) fn chain(filters: &[Filter]) -> Result<Filters, Error> {
    let mut chain = Filters::new();
    for filter in filters {
        match filter {
            Filter::Lzma1(settings) => chain.lzma1(&settings.options()?),
            Filter::Lzma2(settings) => chain.lzma2(&settings.options()?),
            Filter::Delta(distance) => chain.delta_properties(&[*distance])?,
            Filter::Branches(add) => add(&mut chain),
        };
    }
    Ok(chain)
}

pub(super) fn preset(level: Within<0, 9>, is_extreme: bool) -> u32 {
    u32::from(level) | if is_extreme { PRESET_EXTREME } else { 0 }
}
