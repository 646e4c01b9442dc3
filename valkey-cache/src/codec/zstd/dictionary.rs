use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use zstd::zstd_safe::get_dict_id_from_dict;

use crate::codec::base64;
use crate::codec::options::ValueReader;
use crate::codec::{BoxError, OptionValue};

/// What every dictionary starts with that is not raw.
const MAGIC: &[u8] = &[0x37, 0xA4, 0x30, 0xEC];

/// A dictionary. Clones share the bytes.
#[derive(Clone)]
pub(super) struct Dictionary {
    bytes: Arc<[u8]>,
}

impl Dictionary {
    fn new(bytes: Vec<u8>, is_raw: bool) -> Result<Self, BoxError> {
        if !is_raw && !bytes.starts_with(MAGIC) {
            return Err("this is no dictionary that zstd trained; set `is_raw` to use any bytes as one".into());
        }
        Ok(Self { bytes: bytes.into() })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the id, which raw dictionaries do not have.
    pub(super) fn id(&self) -> Option<NonZero<u32>> {
        get_dict_id_from_dict(&self.bytes)
    }

    /// Returns the error of a dictionary that the library does not take.
    pub(super) fn refused(&self) -> BoxError {
        let id = self.id().map_or(0, NonZero::get);
        format!("zstd refuses the dictionary with the id {id}: it is damaged").into()
    }
}

/// A dictionary as a table.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Source {
    file: Option<PathBuf>,
    base64: Option<String>,
    bytes: Option<Vec<u8>>,
    is_raw: bool,
}

impl Source {
    fn read(self) -> Result<Dictionary, BoxError> {
        let bytes = match (self.file, self.base64, self.bytes) {
            (Some(path), None, None) => read(&path)?,
            (None, Some(text), None) => {
                base64::decode(&text.split_ascii_whitespace().collect::<String>()).ok_or("`base64` is no base64")?
            }
            (None, None, Some(bytes)) => bytes,
            _ => return Err("a dictionary needs one of `file`, `base64` and `bytes`".into()),
        };
        Dictionary::new(bytes, self.is_raw)
    }
}

impl<'de> Deserialize<'de> for Dictionary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = OptionValue::deserialize(deserializer)?;
        let source = match value {
            OptionValue::String(path) => Ok(Source { file: Some(path.into()), ..Source::default() }),
            OptionValue::List(_) => {
                Vec::deserialize(ValueReader(value)).map(|bytes| Source { bytes: Some(bytes), ..Source::default() })
            }
            OptionValue::Table(_) => Source::deserialize(ValueReader(value)),
            _ => {
                let expected = "expected the path of a file, or a table with `file`, `base64` or `bytes`";
                return Err(D::Error::custom(expected));
            }
        };
        source.map_err(D::Error::custom)?.read().map_err(D::Error::custom)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, BoxError> {
    fs::read(path).map_err(|reason| format!("cannot read the file '{}': {reason}", path.display()).into())
}
