//! What an operation needs to know of the cache that it runs for.

use crate::codec::Codec;
use crate::config::{HashLayout, Timeout, Undecodable};
use crate::error::Error;
use crate::key::KeySpace;

/// The part of a cache's configuration that operations read.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The alias, or the backend's name.
    pub alias: String,
    /// Prefix, version and key function.
    pub keys: KeySpace,
    /// Serializer and compressor.
    pub codec: Codec,
    /// What a stored value is that cannot be read.
    pub undecodable: Undecodable,
    /// Where prefix and version of a hash stand.
    pub hash_layout: HashLayout,
    /// The timeout of a value that is written without one.
    pub timeout: Timeout,
    /// How many keys one page of a scan asks for.
    pub itersize: usize,
    /// Whether an unreachable server counts as an empty one.
    pub ignore_exceptions: bool,
    /// Whether an ignored error is logged.
    pub log_ignored_exceptions: bool,
}

impl Settings {
    /// Tells whether `error` is to be ignored, and logs it if the configuration says so.
    pub fn ignores(&self, error: &Error) -> bool {
        let ignored = self.ignore_exceptions && error.is_transient();
        if ignored && self.log_ignored_exceptions {
            tracing::error!(alias = self.alias, "ignored: {error}");
        }
        ignored
    }
}
