//! The options of TLS, and the files that they name.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::CacheConfig;
use super::server_url::{ServerAddress, ServerUrl};
use crate::error::{Error, ErrorKind, Result};

const CA_CERTS: &str = "ssl_ca_certs";
const CERTFILE: &str = "ssl_certfile";
const KEYFILE: &str = "ssl_keyfile";
const CHECK_HOSTNAME: &str = "ssl_check_hostname";
const DANGER: &str = "danger_accept_invalid_certificates";

/// What was said about TLS.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TlsConfig {
    pub(super) ca_certs: Option<PathBuf>,
    pub(super) certfile: Option<PathBuf>,
    pub(super) keyfile: Option<PathBuf>,
    pub(super) check_hostname: Option<bool>,
    pub(super) danger_accept_invalid_certificates: Option<bool>,
}

/// Holds what the two ends of an encrypted connection show each other, and what is checked of it.
///
/// Its text shows the paths of files, never what is in them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TlsOptions {
    /// The authorities to trust instead of the system's, or of those that are built in.
    pub ca_certs: Option<PemFile>,
    /// The certificate to show, followed by those that vouch for it.
    pub certificate: Option<PemFile>,
    /// The key of `certificate`.
    pub key: Option<PemFile>,
    /// Whether the server's certificate has to be for the host of the URL.
    pub check_hostname: bool,
    /// Whether any certificate is taken, whoever shows it.
    pub danger_accept_invalid_certificates: bool,
}

/// Holds a file of certificates or of a key, as it was when the cache was opened.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PemFile {
    option: &'static str,
    path: PathBuf,
    content: Arc<[u8]>,
}

impl CacheConfig {
    /// Names a file (PEM) with the certificates of the authorities that are trusted; those of the system by default,
    /// or with the feature `tls-webpki-roots` those that Mozilla trusts.
    ///
    /// The files of this and the following options are read when the cache is opened. The options are for URLs with
    /// `valkeys://` or `rediss://`, and an error for others.
    pub fn ssl_ca_certs(mut self, path: impl Into<PathBuf>) -> Self {
        self.tls.ca_certs = Some(path.into());
        self
    }

    /// Names a file (PEM) with the certificate that this client shows to servers; none by default.
    ///
    /// Certificates between this one and the authority follow it in the file.
    pub fn ssl_certfile(mut self, path: impl Into<PathBuf>) -> Self {
        self.tls.certfile = Some(path.into());
        self
    }

    /// Names a file (PEM) with the key of the client's certificate; that of [`ssl_certfile`](Self::ssl_certfile) by
    /// default.
    pub fn ssl_keyfile(mut self, path: impl Into<PathBuf>) -> Self {
        self.tls.keyfile = Some(path.into());
        self
    }

    /// Sets whether a server's certificate has to be for the host of the URL; true by default.
    ///
    /// Without it, whoever has any certificate of the authority can pass for the server. Opening such a cache is logged.
    pub fn ssl_check_hostname(mut self, check: bool) -> Self {
        self.tls.check_hostname = Some(check);
        self
    }

    /// Sets whether any certificate is taken, whoever shows it; false by default.
    ///
    /// Then anybody on the way to the server can read and change everything, the password first of all. Opening such a
    /// cache is logged.
    pub fn danger_accept_invalid_certificates(mut self, accept: bool) -> Self {
        self.tls.danger_accept_invalid_certificates = Some(accept);
        self
    }
}

impl TlsConfig {
    pub(super) fn merged_over(self, defaults: &Self) -> Self {
        Self {
            ca_certs: self.ca_certs.or_else(|| defaults.ca_certs.clone()),
            certfile: self.certfile.or_else(|| defaults.certfile.clone()),
            keyfile: self.keyfile.or_else(|| defaults.keyfile.clone()),
            check_hostname: self.check_hostname.or(defaults.check_hostname),
            danger_accept_invalid_certificates: self
                .danger_accept_invalid_certificates
                .or(defaults.danger_accept_invalid_certificates),
        }
    }

    /// Checks that the options fit together and fit the servers, and reads the files.
    ///
    /// They are for the sentinels, too, and for those alone if only those are encrypted.
    pub(super) fn resolve(&self, servers: &[ServerUrl], sentinels: &[ServerUrl]) -> Result<TlsOptions> {
        let mut options = TlsOptions {
            ca_certs: None,
            certificate: None,
            key: None,
            check_hostname: self.check_hostname.unwrap_or(true),
            danger_accept_invalid_certificates: self.danger_accept_invalid_certificates.unwrap_or(false),
        };
        // Defaults for all caches may say how TLS is spoken, and tests have their caches in this process.
        let mut servers =
            servers.iter().filter(|url| !matches!(url.address(), ServerAddress::Memory { .. })).peekable();
        if servers.peek().is_none() {
            return Ok(options);
        }
        let is_for_sentinels = sentinels.iter().any(ServerUrl::is_tls);
        let mut plain = servers.filter(|url| !url.is_tls() && !is_for_sentinels);
        if let (Some(option), Some(url)) = (self.first_that_asks_for_tls(), plain.next()) {
            return Err(wrong(format!(
                "option '{option}' is set, but {} does not use TLS; write `valkeys://`, or leave the option out",
                url.address()
            )));
        }
        if self.certfile.is_none() && self.keyfile.is_some() {
            return Err(wrong(format!(
                "option '{KEYFILE}' is set, and '{CERTFILE}' is not; name the file with the certificate of the key"
            )));
        }
        let read = |option, path: Option<&PathBuf>| path.map(|path| PemFile::read(option, path)).transpose();
        options.ca_certs = read(CA_CERTS, self.ca_certs.as_ref())?;
        options.certificate = read(CERTFILE, self.certfile.as_ref())?;
        options.key = match &self.keyfile {
            None => options.certificate.clone(),
            keyfile => read(KEYFILE, keyfile.as_ref())?,
        };
        Ok(options)
    }

    fn first_that_asks_for_tls(&self) -> Option<&'static str> {
        let set = [
            (CA_CERTS, self.ca_certs.is_some()),
            (CERTFILE, self.certfile.is_some()),
            (KEYFILE, self.keyfile.is_some()),
            (CHECK_HOSTNAME, self.check_hostname == Some(false)),
            (DANGER, self.danger_accept_invalid_certificates == Some(true)),
        ];
        set.into_iter().find(|(_, is_set)| *is_set).map(|(option, _)| option)
    }
}

impl TlsOptions {
    /// Says what is dangerous about these options, if something is.
    pub(crate) fn danger(&self) -> Option<&'static str> {
        if self.danger_accept_invalid_certificates {
            Some(
                "`danger_accept_invalid_certificates` is on: nobody checks who the server is, and anybody on the way to \
                 it can read and change everything",
            )
        } else if !self.check_hostname {
            Some(
                "`ssl_check_hostname` is off: whoever has any certificate of a trusted authority can pass for the server",
            )
        } else {
            None
        }
    }
}

impl PemFile {
    fn read(option: &'static str, path: &Path) -> Result<Self> {
        match std::fs::read(path) {
            Ok(content) => Ok(Self { option, path: path.to_owned(), content: content.into() }),
            Err(error) => {
                Err(wrong(format!("option '{option}': cannot read '{}': {error}", path.display())).with_source(error))
            }
        }
    }

    /// Returns where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    #[cfg(feature = "tls")]
    pub(crate) fn content(&self) -> &[u8] {
        &self.content
    }

    /// The error of a file that does not hold what it should. Never quotes it.
    #[cfg(feature = "tls")]
    pub(crate) fn wrong(&self, what: impl fmt::Display) -> Error {
        wrong(format!("option '{}': '{}' {what}", self.option, self.path.display()))
    }
}

impl fmt::Debug for PemFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PemFile").field(&self.path).finish()
    }
}

fn wrong(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}
