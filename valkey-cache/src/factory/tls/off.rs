//! Without the feature `tls`: says so.

use redis::{ConnectionAddr, RedisError};

use crate::config::TlsOptions;
use crate::error::{Error, ErrorKind, Result};

pub(in super::super) fn address(_: &str, _: u16, _: &TlsOptions) -> Result<ConnectionAddr> {
    Err(Error::new(
        ErrorKind::Config,
        "`valkeys://` and `rediss://` need the feature `tls` of valkey-cache, which is off; use `valkey://` for a server without TLS",
    ))
}

pub(in super::super) fn refusal(_: &RedisError) -> Option<(ErrorKind, String)> {
    None
}
