use super::{CacheKey, Key, KeyFunction, glob_escape};

/// Makes `"{prefix}:{version}:{key}"`, the text of a key unless another key function is configured.
pub fn default_key_func(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}:{version}:{key}")
}

/// Returns what follows the second `:` of a key that the default key function made.
///
/// A text with fewer than two `:` comes back whole. A `:` in the prefix shifts the cut;
/// [`KeySpace::reverse`](super::KeySpace::reverse) knows the prefix and does not have that problem.
pub fn reverse_key(made: &str) -> &str {
    made.splitn(3, ':').nth(2).unwrap_or(made)
}

/// Makes the key that is sent to the server; a made key is returned as it is.
///
/// The empty key and version 0 are a key and a version like any other.
pub fn make_key<'c>(key: impl Into<Key<'c>>, prefix: &str, version: u64, function: &KeyFunction) -> CacheKey {
    match key.into() {
        Key::Made(made) => CacheKey::from_made(made),
        Key::Raw(key) => CacheKey::from_made(function.make(&key, prefix, version)),
    }
}

/// Makes the pattern that is sent to the server; a made one is returned as it is.
///
/// The prefix is [escaped](glob_escape), the pattern is not. A version has no characters to escape.
pub fn make_pattern<'c>(pattern: impl Into<Key<'c>>, prefix: &str, version: u64, function: &KeyFunction) -> CacheKey {
    make_key(pattern, &glob_escape(prefix), version, function)
}
