//! From a URL's text to its parts.

use std::borrow::Cow;
use std::path::PathBuf;

use url::{Host, Url};

use super::query::{Parameters, database, set};
use super::{ServerAddress, ServerUrl, Written, decode, wrong};
use crate::config::names;
use crate::config::secret::Secret;
use crate::error::Result;

const SCHEMES: [&str; 8] = ["valkey", "valkeys", "redis", "rediss", "unix", "valkey+unix", "redis+unix", "memory"];
const DEFAULT_PORT: u16 = 6379;
const ENCODE: &str = "special characters in a user name or a password are percent-encoded, for example '@' as '%40'";
const SEVERAL: &str = "several URLs stand with commas between them";

pub(super) fn parse(text: &str) -> Result<ServerUrl> {
    let text = text.trim();
    let scheme = scheme(text)?;
    let url = Url::parse(&with_host(text, scheme))
        .map_err(|error| wrong(format!("the server URL cannot be read: {error}; {ENCODE}; {SEVERAL}")))?;
    if url.fragment().is_some() {
        return Err(wrong(format!("the server URL has a part after '#', which means nothing here; {ENCODE}")));
    }

    let mut query = Parameters::read(&url)?;
    let address = match scheme {
        "memory" => memory(&url, &query)?,
        "unix" | "valkey+unix" | "redis+unix" => unix(&url)?,
        _ => tcp(&url, matches!(scheme, "valkeys" | "rediss"), &mut query)?,
    };
    Ok(ServerUrl {
        address,
        db: query.db.unwrap_or_default(),
        username: query.username,
        password: query.password.map(Secret::from),
        protocol: query.protocol,
        is_master: query.is_master,
        written: Written { text: text.to_owned(), has_port: url.port().is_some(), has_role: query.is_master.is_some() },
    })
}

fn scheme(text: &str) -> Result<&'static str> {
    let Some((found, _)) = text.split_once("://") else {
        return Err(wrong(format!(
            "the server URL has no scheme; write it as 'valkey://host:6379/1'. Known schemes: {}",
            SCHEMES.join(", ")
        )));
    };
    SCHEMES.into_iter().find(|scheme| scheme.eq_ignore_ascii_case(found)).ok_or_else(|| {
        // Anything longer or stranger is not a mistyped scheme, and may be a password.
        let shown = found.len() <= 16 && found.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
        wrong(names::unknown("scheme of the server URL", shown.then_some(found), &SCHEMES))
    })
}

/// Writes the host that is left out, because a user name or a port without a host is no URL otherwise.
fn with_host<'t>(text: &'t str, scheme: &str) -> Cow<'t, str> {
    let start = text.find("://").map_or(0, |at| at + 3);
    let authority = text[start..].split(['/', '?', '#']).next().unwrap_or_default();
    let host = start + authority.rfind('@').map_or(0, |at| at + 1);
    let left_out = text[host..start + authority.len()].split(':').next().is_none_or(str::is_empty);
    if scheme == "memory" || !left_out {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}localhost{}", &text[..host], &text[host..]))
}

fn tcp(url: &Url, tls: bool, query: &mut Parameters) -> Result<ServerAddress> {
    let path = url.path().trim_matches('/');
    if !path.is_empty() {
        // What begins the path may be the rest of a password, or of another URL.
        let hint = format!("; a `/` in a password is written `%2F`, and {SEVERAL}");
        let path = database(path).map_err(|error| wrong(format!("{error}{hint}")))?;
        set(&mut query.db, "database", path)?;
    }
    let host = match url.host() {
        // Unlike its text in the URL this has no brackets.
        Some(Host::Ipv6(address)) => address.to_string(),
        host => decode(&host.map_or_else(|| "localhost".to_owned(), |host| host.to_string()), "host")?.into_owned(),
    };
    let port = url.port().unwrap_or(DEFAULT_PORT);
    if port == 0 {
        return Err(wrong("the port of the server URL is 0; write a number from 1 to 65535"));
    }
    Ok(ServerAddress::Tcp { host, port, tls })
}

fn unix(url: &Url) -> Result<ServerAddress> {
    // It may be the end of a password that was not encoded, and then the path would show the rest of it.
    if url.path().contains('@') && !url.authority().is_empty() && url.authority() != "localhost" {
        return Err(wrong(format!("the server URL has an '@' after the path begins; {ENCODE}, there too")));
    }
    let path = decode(url.path(), "path")?;
    if url.host_str() != Some("localhost") || url.port().is_some() || path.len() < 2 {
        return Err(wrong(
            "the URL of a Unix socket holds its absolute path after three slashes: 'unix:///path/to/socket?db=1'",
        ));
    }
    Ok(ServerAddress::Unix { path: PathBuf::from(path.into_owned()) })
}

fn memory(url: &Url, query: &Parameters) -> Result<ServerAddress> {
    let rest = url.port().is_some() || !matches!(url.path(), "" | "/") || *query != Parameters::default();
    if rest {
        return Err(wrong(
            "'memory://' takes a name at most: no user, password, port, database or query; \
             stores are told apart by their names: 'memory://name'",
        ));
    }
    let name = decode(url.host_str().unwrap_or_default(), "name")?;
    Ok(ServerAddress::Memory { name: (!name.is_empty()).then(|| name.into_owned()) })
}
