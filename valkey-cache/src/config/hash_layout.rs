//! How the hashes of a cache lie on the server.

use super::value::Value;

/// Says where prefix and version of a hash stand; `"native"` or `"django"` in a configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HashLayout {
    /// In the name of the hash, which is a key like any other. Fields are text as it is.
    #[default]
    Native,
    /// In each field, as django-valkey has it. The name of the hash is text as it is, and caches with other prefixes and
    /// versions share the hash.
    Django,
}

impl HashLayout {
    pub(super) const ACCEPTS: &'static str = "\"native\" or \"django\"";

    pub(super) fn from_value(value: Value) -> Option<Self> {
        match &*value.text()? {
            "native" => Some(Self::Native),
            "django" => Some(Self::Django),
            _ => None,
        }
    }
}
