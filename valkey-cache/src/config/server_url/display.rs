//! A server's URL in its one normal form, without credentials.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{ServerAddress, ServerUrl};

const HOST: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'%').add(b'?');

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port, tls } => {
                f.write_str(if *tls { "valkeys://" } else { "valkey://" })?;
                if host.parse::<std::net::Ipv6Addr>().is_ok() {
                    write!(f, "[{host}]:{port}")
                } else {
                    write!(f, "{}:{port}", utf8_percent_encode(host, HOST))
                }
            }
            Self::Unix { path } => {
                write!(f, "unix://{}", utf8_percent_encode(&path.to_string_lossy(), PATH))
            }
            Self::Memory { name } => {
                write!(f, "memory://{}", utf8_percent_encode(name.as_deref().unwrap_or(""), HOST))
            }
        }
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(f)?;
        let mut separator = '?';
        let mut parameter = |f: &mut fmt::Formatter<'_>, name: &str, value: &dyn fmt::Display| {
            let written = write!(f, "{separator}{name}={value}");
            separator = '&';
            written
        };
        match (&self.address, self.db) {
            (_, 0) => {}
            (ServerAddress::Unix { .. }, db) => parameter(f, "db", &db)?,
            (_, db) => write!(f, "/{db}")?,
        }
        if let Some(protocol) = &self.protocol {
            parameter(f, "protocol", protocol)?;
        }
        if let Some(is_master) = self.is_master {
            parameter(f, "is_master", &u8::from(is_master))?;
        }
        Ok(())
    }
}
