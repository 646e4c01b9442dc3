//! What an operation needs to know of the cache that it runs for.

use serde::Serialize;

use super::herd::Herd;
use crate::codec::{Codec, Encoded};
use crate::config::{HashLayout, Timeout, Undecodable};
use crate::error::{Error, Result};
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
    /// How long stale values are served, for a client that does so.
    pub herd: Option<Herd>,
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
    /// Encodes a value that will stand at a key of its own.
    ///
    /// # Errors
    ///
    /// `Encode`, if the serializer or the compressor refuses it.
    pub(crate) fn encode<T: Serialize + ?Sized>(&self, value: &T) -> Result<Encoded> {
        match &self.herd {
            None => self.codec.encode(value).map(Encoded::bare),
            Some(_) => Encoded::of_herd(value, &self.codec),
        }
    }

    /// Returns the bytes that are stored of a value with this timeout, and how long they stay on the server.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode).
    pub(crate) fn seal(&self, value: Encoded, timeout: Timeout) -> Result<(Vec<u8>, Timeout)> {
        match &self.herd {
            None => Ok((value.into_bare(), timeout)),
            Some(herd) => Ok((value.seal(&self.codec, herd.deadline(timeout))?, herd.lifetime(timeout))),
        }
    }

    /// Tells whether `error` is to be ignored, and logs it if the configuration says so.
    pub fn ignores(&self, error: &Error) -> bool {
        let ignored = self.ignore_exceptions && error.is_transient();
        if ignored && self.log_ignored_exceptions {
            tracing::error!(alias = self.alias, "ignored: {error}");
        }
        ignored
    }
}
