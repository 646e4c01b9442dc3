use serde::{Deserialize, Deserializer};
use zstd::zstd_safe::{CParameter, Strategy};

use super::dictionary::Dictionary;
use crate::codec::BoxError;
use crate::codec::choice::choice;
use crate::codec::within::Within;

/// The default of `window_log_max`: 8 MiB, all that levels up to 19 ask for.
const WINDOW_LOG_MAX: i32 = 23;

/// What Python calls `CompressionParameter` and `DecompressionParameter`, the level, and dictionaries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Options {
    #[serde(default = "default_level")]
    level: Within<-131_072, 22>,
    window_log: Option<Within<10, 30>>,
    hash_log: Option<Within<6, 30>>,
    chain_log: Option<Within<6, 30>>,
    search_log: Option<Within<1, 30>>,
    min_match: Option<Within<3, 7>>,
    target_length: Option<Within<0, 131_072>>,
    #[serde(default, deserialize_with = "strategy")]
    strategy: Option<Strategy>,
    #[serde(default)]
    enable_long_distance_matching: bool,
    ldm_hash_log: Option<Within<6, 30>>,
    ldm_min_match: Option<Within<4, 4096>>,
    ldm_bucket_size_log: Option<Within<1, 8>>,
    ldm_hash_rate_log: Option<Within<0, 25>>,
    /// Writes the length of the content into the header.
    #[serde(default = "yes")]
    content_size_flag: bool,
    /// Appends a checksum of the content to the frame.
    #[serde(default)]
    checksum_flag: bool,
    /// Writes the id of the dictionary into the header.
    #[serde(default = "yes")]
    dict_id_flag: bool,
    /// The largest window, as a power of two, that a frame may ask the reader to allocate.
    #[serde(default = "default_window_log_max")]
    pub(super) window_log_max: Within<10, 30>,
    /// For writing and reading.
    pub(super) dictionary: Option<Dictionary>,
    /// For reading only, each for the frames that name its id.
    #[serde(default)]
    pub(super) read_dictionaries: Vec<Dictionary>,
}

fn default_level() -> Within<-131_072, 22> {
    Within(1)
}

fn yes() -> bool {
    true
}

fn default_window_log_max() -> Within<10, 30> {
    Within(WINDOW_LOG_MAX)
}

fn strategy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Strategy>, D::Error> {
    let choices = [
        ("fast", 1, Strategy::ZSTD_fast),
        ("dfast", 2, Strategy::ZSTD_dfast),
        ("greedy", 3, Strategy::ZSTD_greedy),
        ("lazy", 4, Strategy::ZSTD_lazy),
        ("lazy2", 5, Strategy::ZSTD_lazy2),
        ("btlazy2", 6, Strategy::ZSTD_btlazy2),
        ("btopt", 7, Strategy::ZSTD_btopt),
        ("btultra", 8, Strategy::ZSTD_btultra),
        ("btultra2", 9, Strategy::ZSTD_btultra2),
    ];
    choice(deserializer, &choices).map(Some)
}

impl Options {
    pub(super) fn parameters(&self) -> Result<Vec<CParameter>, BoxError> {
        // The library takes the size of the table for 2^(window - rate) and does not see when that is below zero. Small
        // values have windows of 2^10 bytes.
        if self.ldm_hash_log.is_none() && self.ldm_hash_rate_log.is_some_and(|Within(log)| log > 10) {
            return Err(
                "`ldm_hash_rate_log` above 10 needs `ldm_hash_log`: zstd would allocate 8 GiB without it".into()
            );
        }
        let mut parameters = vec![
            CParameter::CompressionLevel(self.level.0),
            CParameter::EnableLongDistanceMatching(self.enable_long_distance_matching),
            CParameter::ContentSizeFlag(self.content_size_flag),
            CParameter::ChecksumFlag(self.checksum_flag),
            CParameter::DictIdFlag(self.dict_id_flag),
        ];
        parameters.extend(self.window_log()?.map(CParameter::WindowLog));
        parameters.extend(self.hash_log.map(|log| CParameter::HashLog(log.into())));
        parameters.extend(self.chain_log.map(|log| CParameter::ChainLog(log.into())));
        parameters.extend(self.search_log.map(|log| CParameter::SearchLog(log.into())));
        parameters.extend(self.min_match.map(|length| CParameter::MinMatch(length.into())));
        parameters.extend(self.target_length.map(|length| CParameter::TargetLength(length.into())));
        parameters.extend(self.strategy.map(CParameter::Strategy));
        parameters.extend(self.ldm_hash_log.map(|log| CParameter::LdmHashLog(log.into())));
        parameters.extend(self.ldm_min_match.map(|length| CParameter::LdmMinMatch(length.into())));
        parameters.extend(self.ldm_bucket_size_log.map(|log| CParameter::LdmBucketSizeLog(log.into())));
        parameters.extend(self.ldm_hash_rate_log.map(|log| CParameter::LdmHashRateLog(log.into())));
        Ok(parameters)
    }

    fn window_log(&self) -> Result<Option<u32>, BoxError> {
        let (Within(most), Within(level)) = (self.window_log_max, self.level);
        match self.window_log {
            Some(Within(log)) if log > most => Err(format!(
                "`window_log` {log} is more than `window_log_max` {most}: what is written could not be read; raise \
                 `window_log_max` here and in all other readers"
            )
            .into()),
            Some(log) => Ok(Some(log.into())),
            // They would take a larger window, for which readers have to be configured.
            None if level > 19 || self.enable_long_distance_matching => {
                Ok(Some(most.min(WINDOW_LOG_MAX).unsigned_abs()))
            }
            None => Ok(None),
        }
    }
}
