use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::BoxError;
use super::adapt::Adapted;
use super::serializer::Format;

mod access;
mod key;
mod non_finite;
mod read;
mod spelling;

use non_finite::{Compact, Words};
use spelling::Python;

pub(super) use read::{Grammar, read};

/// JSON as Python's `json` has it: floats may be `NaN`, `Infinity` and `-Infinity`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Json {
    #[serde(default)]
    spelling: Spelling,
}

/// How a value is spelled, where JSON allows more than one way. All read alike.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Spelling {
    /// As short as can be.
    #[default]
    Compact,
    /// As Django's encoder does, so that equal values are equal bytes on both sides.
    Python,
}

impl Format for Json {
    fn write<T: Serialize + ?Sized>(&self, value: &T, out: &mut Vec<u8>) -> Result<(), BoxError> {
        match self.spelling {
            Spelling::Compact => {
                let mut serializer = serde_json::Serializer::with_formatter(out, Compact);
                value.serialize(Adapted::new(&mut serializer, Words))?;
            }
            Spelling::Python => {
                let mut serializer = serde_json::Serializer::with_formatter(out, Python);
                value.serialize(Adapted::new(&mut serializer, Words))?;
            }
        }
        Ok(())
    }

    /// Nearly all JSON is plain JSON, which has the fast reader.
    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, BoxError> {
        match serde_json::from_slice(bytes) {
            Err(error) if error.is_syntax() && may_be_python(bytes) => {
                read(bytes, Grammar { non_finite: true, base64: false })
            }
            read => Ok(read?),
        }
    }
}

fn may_be_python(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains("NaN") || text.contains("Infinity"))
}
