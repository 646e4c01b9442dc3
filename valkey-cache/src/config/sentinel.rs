//! The sentinels of a cache: where they are, and who we are there.

use std::net::Ipv6Addr;

use super::resolved::ConnectionOptions;
use super::secret::Secret;
use super::server_url::ServerUrl;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

const DEFAULT_PORT: u16 = 26379;

/// Says where one sentinel is: `"host:port"`, or a pair of host and port.
///
/// Without a port it is 26379. What cannot be read is an error when the cache is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentinelAddress(
    /// What could not be read is not kept, since it may be a password in the wrong place.
    Result<(String, u16), Wrong>,
);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    NoAddress,
    PortIsText,
}

/// Says who we are to the sentinels, which know nothing of the users of their service.
///
/// ```
/// use valkey_cache::config::{CacheConfig, SentinelOptions};
///
/// let config = CacheConfig::new()
///     .location("valkey://service/1")
///     .sentinels(["sentinel-1:26379", "sentinel-2:26379", "sentinel-3:26379"])
///     .sentinel_kwargs(SentinelOptions::new().username("cache").password("secret"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentinelOptions {
    pub(super) username: Option<String>,
    pub(super) password: Option<Secret>,
    pub(super) tls: Option<bool>,
}

impl SentinelOptions {
    /// Makes options that say nothing yet: no login, no encryption.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the user name to log in with at the sentinels.
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Sets the password to log in with at the sentinels.
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets whether connections to the sentinels are encrypted; false by default.
    pub fn tls(mut self, tls: bool) -> Self {
        self.tls = Some(tls);
        self
    }
}

impl SentinelAddress {
    pub(super) const ACCEPTS: &'static str = "a list of sentinels, each \"host:port\" or [\"host\", port]";

    pub(super) fn list_from_value(value: Value) -> Option<Vec<Self>> {
        match value {
            Value::List(sentinels) => sentinels.into_iter().map(Self::from_value).collect(),
            _ => None,
        }
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(Self::from(text.as_str())),
            Value::List(pair) => {
                let [host, port] = <[Value; 2]>::try_from(pair).ok()?;
                let host = host.text()?;
                if matches!(port, Value::Text(_)) {
                    return Some(Self(Err(Wrong::PortIsText)));
                }
                Some(Self::from((host, port.integer(1)?)))
            }
            _ => None,
        }
    }
}

impl From<&str> for SentinelAddress {
    fn from(text: &str) -> Self {
        Self(read(text.trim()).ok_or(Wrong::NoAddress))
    }
}

impl From<String> for SentinelAddress {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl<H: AsRef<str>> From<(H, u16)> for SentinelAddress {
    fn from((host, port): (H, u16)) -> Self {
        let host = host.as_ref().trim();
        Self((is_host(host) && port != 0).then(|| (host.to_owned(), port)).ok_or(Wrong::NoAddress))
    }
}

fn read(text: &str) -> Option<(String, u16)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        host.parse::<Ipv6Addr>().ok()?;
        return Some((host.to_owned(), port(rest.strip_prefix(':'))?));
    }
    let (host, after) = match text.split_once(':') {
        Some((host, after)) if !after.contains(':') => (host, Some(after)),
        _ => (text, None),
    };
    is_host(host).then_some(())?;
    Some((host.to_owned(), port(after)?))
}

fn port(text: Option<&str>) -> Option<u16> {
    text.map_or(Some(DEFAULT_PORT), |text| text.parse().ok().filter(|port| *port != 0))
}

fn is_host(text: &str) -> bool {
    let is_name = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    is_name || text.parse::<Ipv6Addr>().is_ok()
}

/// Puts addresses and options together.
pub(super) fn urls(
    sentinels: Option<&[SentinelAddress]>,
    options: Option<&SentinelOptions>,
    servers: &[ServerUrl],
) -> Result<Vec<ServerUrl>> {
    // Defaults for all caches may say how to log in, and tests have their caches in this process.
    if options.is_some() && sentinels.is_none() && !servers.iter().all(ServerUrl::is_in_process) {
        return Err(wrong(
            "option 'sentinel_kwargs' is set, and 'sentinels' is not; list them as sentinels = [\"host:26379\", …], or \
             leave the option out",
        ));
    }
    let options = options.cloned().unwrap_or_default();
    let url = |(index, sentinel): (usize, &SentinelAddress)| match &sentinel.0 {
        Ok((host, port)) => {
            let url = ServerUrl::tcp(host, *port, options.tls.unwrap_or(false));
            Ok(url.with_defaults(options.username.as_deref(), options.password.as_ref(), None))
        }
        Err(Wrong::NoAddress) => Err(wrong(format!(
            "option 'sentinels', number {}, is no address; write \"host:port\" or [\"host\", port]. A user name and a \
             password stand in the option 'sentinel_kwargs'",
            index + 1
        ))),
        Err(Wrong::PortIsText) => Err(wrong(format!(
            "option 'sentinels', number {}: the port is a number, without quotes, as in [\"host\", 26379]",
            index + 1
        ))),
    };
    sentinels.unwrap_or_default().iter().enumerate().map(url).collect()
}

impl ConnectionOptions {
    /// Checks that no sentinels are listed, where nobody asks them: the name of their service would pass for a host.
    pub(crate) fn without_sentinels(&self) -> Result<()> {
        match self.sentinels.is_empty() {
            true => Ok(()),
            false => Err(wrong(
                "option 'sentinels' is set, and the connection factory of this cache asks no sentinels; open the cache as \
                 `AsyncSentinelValkeyCache` or `SentinelValkeyCache`, declare it with `client = SentinelClient` and \
                 `factory = AsyncSentinelConnectionFactory` or `factory = SentinelConnectionFactory`, or leave the option \
                 out",
            )),
        }
    }
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, message.into())
}
