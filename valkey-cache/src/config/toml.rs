//! Configuration from TOML.

use std::path::Path;

use super::caches::CachesConfig;
use crate::error::{Error, ErrorKind, Result};

impl CachesConfig {
    /// Reads a configuration from TOML text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`], with line and column, when it is no TOML, or says something that is not known.
    pub fn from_toml_str(text: &str) -> Result<Self> {
        // The error of the toml crate is not kept as the source: it prints the line, with the password that is in it.
        toml::from_str(text).map_err(|error| {
            let place = error.span().map_or_else(String::new, |span| format!("{}: ", place(text, span.start)));
            Error::new(ErrorKind::Config, format!("{place}{}", error.message()))
        })
    }

    /// Reads a configuration from a TOML file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when the file cannot be read, and as [`from_toml_str`](Self::from_toml_str), with the
    /// path before it.
    pub fn from_toml_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = format!("the configuration file '{}' cannot be read: {error}", path.display());
            Error::new(ErrorKind::Config, message).with_source(error)
        })?;
        Self::from_toml_str(&text)
            .map_err(|error| Error::new(ErrorKind::Config, format!("{}, {error}", path.display())))
    }
}

fn place(text: &str, offset: usize) -> String {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
    format!("line {line}, column {column}")
}
