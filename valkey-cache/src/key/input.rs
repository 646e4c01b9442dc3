use std::borrow::Cow;
use std::fmt;

use super::CacheKey;

/// A key as operations take it: the text of the user, or a made key.
///
/// Everything that can be a key converts into it, so that callers write `cache.get("user:1")`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key<'c> {
    /// The text of the user; prefix and version are still to be added.
    Raw(Cow<'c, str>),
    /// The text on the server; it is left alone.
    Made(Cow<'c, str>),
}

impl Key<'_> {
    /// Returns the text, made or not.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Raw(text) | Self::Made(text) => text,
        }
    }

    /// Tells whether the key has its prefix and version.
    pub fn is_made(&self) -> bool {
        matches!(self, Self::Made(_))
    }

    /// Returns the same key without the borrow.
    pub fn into_owned(self) -> Key<'static> {
        match self {
            Self::Raw(text) => Key::Raw(Cow::Owned(text.into_owned())),
            Self::Made(text) => Key::Made(Cow::Owned(text.into_owned())),
        }
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'c> From<&'c str> for Key<'c> {
    fn from(key: &'c str) -> Self {
        Self::Raw(Cow::Borrowed(key))
    }
}

impl From<String> for Key<'_> {
    fn from(key: String) -> Self {
        Self::Raw(Cow::Owned(key))
    }
}

impl<'c> From<&'c String> for Key<'c> {
    fn from(key: &'c String) -> Self {
        Self::Raw(Cow::Borrowed(key))
    }
}

impl<'c> From<Cow<'c, str>> for Key<'c> {
    fn from(key: Cow<'c, str>) -> Self {
        Self::Raw(key)
    }
}

impl From<CacheKey> for Key<'_> {
    fn from(key: CacheKey) -> Self {
        Self::Made(Cow::Owned(key.into_string()))
    }
}

impl<'c> From<&'c CacheKey> for Key<'c> {
    fn from(key: &'c CacheKey) -> Self {
        Self::Made(Cow::Borrowed(key.as_str()))
    }
}

impl<'c> From<&'c Key<'_>> for Key<'c> {
    fn from(key: &'c Key<'_>) -> Self {
        match key {
            Key::Raw(text) => Self::Raw(Cow::Borrowed(text)),
            Key::Made(text) => Self::Made(Cow::Borrowed(text)),
        }
    }
}
