//! Where the servers of a cache are, as it was written.

use std::fmt;

use serde::{Deserialize, Deserializer};

use super::server_url::ServerUrl;
use super::value::{self, Value};
use crate::error::{Error, ErrorKind, Result};

/// Lists the URLs of a cache's servers; the first one is the primary.
///
/// It comes from one text, with commas between the URLs, or from a list of texts, which are taken as they are. The
/// URLs are read when the cache is opened; see [`ServerUrl`] for what they may say. Printing it shows no credentials.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Location(Vec<String>);

impl Location {
    pub(super) const ACCEPTS: &'static str = "a server URL, several with commas between them, or a list of server URLs";

    /// Reads the URLs.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when there is no URL, or when one of them cannot be read.
    pub fn servers(&self) -> Result<Vec<ServerUrl>> {
        if self.0.is_empty() {
            return Err(Error::new(
                ErrorKind::Config,
                "option 'location' is missing or empty; write a server URL such as 'valkey://127.0.0.1:6379/1'",
            ));
        }
        let read = |(index, url): (usize, &String)| {
            ServerUrl::parse(url).map_err(|error| {
                let position = if self.0.len() > 1 { format!(", URL {}", index + 1) } else { String::new() };
                Error::new(ErrorKind::Config, format!("option 'location'{position}: {error}"))
            })
        };
        self.0.iter().enumerate().map(read).collect()
    }

    pub(super) fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(Self::from(text.as_str())),
            Value::List(items) => items.into_iter().map(Value::text).collect::<Option<Vec<_>>>().map(Self::from),
            _ => None,
        }
    }
}

impl From<&str> for Location {
    fn from(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        text.split(',').collect()
    }
}

impl From<String> for Location {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for Location {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl<T: Into<String>> From<Vec<T>> for Location {
    fn from(urls: Vec<T>) -> Self {
        urls.into_iter().collect()
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Location {
    fn from(urls: [T; N]) -> Self {
        urls.into_iter().collect()
    }
}

impl<T: Into<String>> FromIterator<T> for Location {
    fn from_iter<I: IntoIterator<Item = T>>(urls: I) -> Self {
        Self(urls.into_iter().map(|url| url.into().trim().to_owned()).collect())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, url) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            match ServerUrl::parse(url) {
                Ok(url) => write!(f, "{url}")?,
                // Nobody knows where the password is in a URL that cannot be read.
                Err(_) => f.write_str("(unreadable URL)")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({self})")
    }
}

impl<'de> Deserialize<'de> for Location {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        value::deserialize(deserializer, Self::ACCEPTS, Self::from_value)
    }
}
