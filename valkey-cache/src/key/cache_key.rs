use std::borrow::Borrow;
use std::fmt;

/// A key as it is on the server, with prefix and version.
///
/// Whatever takes a [`Key`](super::Key) leaves a made key alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CacheKey(String);

impl CacheKey {
    /// Takes `made` as a key that has its prefix and version already, for example one that the server named.
    pub fn from_made(made: impl Into<String>) -> Self {
        Self(made.into())
    }

    /// Returns the text on the server.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what follows the last `:`, which is the key as the user wrote it when that has no `:` itself.
    ///
    /// [`KeySpace::reverse`](super::KeySpace::reverse) knows the prefix and gives the whole key back.
    pub fn original_key(&self) -> &str {
        self.0.rsplit(':').next().unwrap_or(&self.0)
    }

    /// Returns the text on the server without copying it.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for CacheKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl AsRef<[u8]> for CacheKey {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Borrow<str> for CacheKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<CacheKey> for String {
    fn from(key: CacheKey) -> Self {
        key.0
    }
}
