use std::borrow::Cow;
use std::fmt;
use std::io;

use super::{CacheKey, Key, KeyFunction, glob_escape, make_key, make_pattern, reverse_key};

/// The keys of one cache: its prefix, its version and its key function.
///
/// What the default key function puts in front of a key is computed once.
#[derive(Clone, Debug)]
pub struct KeySpace {
    prefix: String,
    version: u64,
    function: KeyFunction,
    /// `"{prefix}:{version}:"`, used with the default key function only.
    head: String,
}

impl KeySpace {
    /// Makes the key space of a cache.
    pub fn new(prefix: impl Into<String>, version: u64, function: KeyFunction) -> Self {
        let prefix = prefix.into();
        let head = head(&prefix, version);
        Self { prefix, version, function, head }
    }

    /// Returns the prefix.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns the version that is used where a call names none.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns the key function.
    pub fn function(&self) -> &KeyFunction {
        &self.function
    }

    /// Returns the text of `key` on the server in two pieces, which for the default key function and version takes no
    /// allocation.
    pub fn text<'a>(&'a self, key: &'a Key<'_>, version: Option<u64>) -> KeyText<'a> {
        match key {
            Key::Made(made) => KeyText { head: Cow::Borrowed(""), tail: Cow::Borrowed(made) },
            Key::Raw(key) if self.function.is_default() => {
                KeyText { head: self.head(version), tail: Cow::Borrowed(key) }
            }
            Key::Raw(key) => {
                let made = self.function.make(key, &self.prefix, version.unwrap_or(self.version));
                KeyText { head: Cow::Borrowed(""), tail: Cow::Owned(made) }
            }
        }
    }

    /// Makes the key that is sent to the server; a made key is returned as it is.
    pub fn make_key<'c>(&self, key: impl Into<Key<'c>>, version: Option<u64>) -> CacheKey {
        make_key(key, &self.prefix, version.unwrap_or(self.version), &self.function)
    }

    /// Makes the pattern that is sent to the server; a made one is returned as it is.
    pub fn make_pattern<'c>(&self, pattern: impl Into<Key<'c>>, version: Option<u64>) -> CacheKey {
        make_pattern(pattern, &self.prefix, version.unwrap_or(self.version), &self.function)
    }

    /// Returns the pattern that matches the keys of all versions; none if the key function is not the default one,
    /// since nobody knows then where the version stands.
    pub fn pattern_of_all_versions(&self) -> Option<String> {
        self.function.is_default().then(|| format!("{}:*:*", glob_escape(&self.prefix)))
    }

    /// Tells whether the default key function may have made this key with this prefix, in whatever version.
    ///
    /// [`pattern_of_all_versions`](Self::pattern_of_all_versions) also matches the keys of a cache whose prefix
    /// continues this one after a `:`; a pattern cannot say that a version is a number.
    pub fn is_of_any_version(&self, made: &[u8]) -> bool {
        let rest = made.strip_prefix(self.prefix.as_bytes()).and_then(|rest| rest.strip_prefix(b":"));
        let version =
            rest.and_then(|rest| rest.split(|byte| *byte == b':').next().filter(|part| part.len() < rest.len()));
        version.is_some_and(|version| !version.is_empty() && version.iter().all(u8::is_ascii_digit))
    }

    /// Gives back the key of the user from its text on the server.
    ///
    /// The default key function's text loses exactly prefix and version, whatever they hold. A text that some other
    /// cache made is cut after its second `:`.
    pub fn reverse(&self, made: &str, version: Option<u64>) -> String {
        if self.function.is_default() {
            made.strip_prefix(&*self.head(version)).unwrap_or_else(|| reverse_key(made)).to_owned()
        } else {
            self.function.reverse(made, &self.prefix, version.unwrap_or(self.version))
        }
    }

    /// As [`reverse`](Self::reverse), for a text that this key space made with this version; nothing for any other.
    ///
    /// With a key function that is not the default one nobody knows which text it made, and none is left out.
    pub fn reverse_own(&self, made: &str, version: Option<u64>) -> Option<String> {
        match self.function.is_default() {
            true => made.strip_prefix(&*self.head(version)).map(str::to_owned),
            false => Some(self.reverse(made, version)),
        }
    }

    fn head(&self, version: Option<u64>) -> Cow<'_, str> {
        match version {
            Some(version) if version != self.version => Cow::Owned(head(&self.prefix, version)),
            _ => Cow::Borrowed(&self.head),
        }
    }
}

fn head(prefix: &str, version: u64) -> String {
    super::default_key_func("", prefix, version)
}

/// The text of a key on the server, in the two pieces it is put together from.
#[derive(Clone, Debug)]
pub struct KeyText<'a> {
    head: Cow<'a, str>,
    tail: Cow<'a, str>,
}

impl KeyText<'_> {
    /// Returns the length in bytes.
    pub fn len(&self) -> usize {
        self.head.len() + self.tail.len()
    }

    /// Tells whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the two pieces; either may be empty.
    pub fn pieces(&self) -> (&str, &str) {
        (&self.head, &self.tail)
    }

    /// Writes the text.
    ///
    /// # Errors
    ///
    /// What `out` answers.
    pub fn write_to(&self, mut out: impl io::Write) -> io::Result<()> {
        out.write_all(self.head.as_bytes())?;
        out.write_all(self.tail.as_bytes())
    }
}

impl fmt::Display for KeyText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)?;
        f.write_str(&self.tail)
    }
}

impl From<KeyText<'_>> for CacheKey {
    fn from(text: KeyText<'_>) -> Self {
        match (text.head, text.tail) {
            (head, Cow::Owned(tail)) if head.is_empty() => Self::from_made(tail),
            (head, tail) => Self::from_made(head + &*tail),
        }
    }
}

#[cfg(test)]
mod tests;
