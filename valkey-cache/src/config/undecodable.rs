//! What becomes of a stored value that cannot be read.

use super::value::Value;

/// Says what a stored value is that cannot be read; `"error"` or `"missing"` in a configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Undecodable {
    /// The call fails with `Decode`.
    #[default]
    Error,
    /// It is not there: the call answers as if it were not stored, and says so in the log.
    Missing,
}

impl Undecodable {
    pub(super) const ACCEPTS: &'static str = "\"error\" or \"missing\"";

    pub(super) fn from_value(value: Value) -> Option<Self> {
        match &*value.text()? {
            "error" => Some(Self::Error),
            "missing" => Some(Self::Missing),
            _ => None,
        }
    }
}
