mod authority;
mod terminator;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::server::{NoClientAuth, WebPkiClientVerifier};
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::{PortClaim, Server};
use authority::{Authority, Identity};
use terminator::Terminator;

/// The end of TLS in front of a server, which itself has none, with an authority of its own.
///
/// What passes through it can be made to fail by a [`Proxy`](crate::Proxy) in front of it. Its files are in the folder
/// of the server, and go away with that.
#[derive(Debug)]
pub struct Tls {
    terminator: Terminator,
    url_user: String,
    files: PathBuf,
}

/// What a server shows to its clients.
#[derive(Clone, Copy, Debug, Default)]
pub enum ServerCertificate {
    /// One for `localhost` and 127.0.0.1.
    #[default]
    Good,
    /// One for another host.
    WrongName,
    /// One that was good until the year 2001.
    Expired,
}

/// How TLS is to be spoken; see [`Tls::builder`].
#[derive(Debug, Default)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct TlsBuilder {
    certificate: ServerCertificate,
    client_certificates: bool,
    port: Option<PortClaim>,
    plain: bool,
}

impl Tls {
    /// Speaks TLS in front of `server`, with a good certificate.
    ///
    /// # Panics
    /// When its port cannot be bound.
    pub fn to(server: &Server) -> Self {
        Self::builder().start(server)
    }

    /// Returns the settings of TLS to be spoken.
    pub fn builder() -> TlsBuilder {
        TlsBuilder::default()
    }

    /// Returns the address that clients connect to.
    pub fn addr(&self) -> SocketAddr {
        self.terminator.addr()
    }

    /// Returns the URL of database 0, with user and password if there are some.
    pub fn url(&self) -> String {
        format!("valkeys://{}{}/0", self.url_user, self.addr())
    }

    /// Returns the path of the authority's certificate, which clients have to trust (PEM).
    pub fn ca(&self) -> PathBuf {
        self.files.join("ca.pem")
    }

    /// Returns the path of a certificate for a client (PEM).
    pub fn client_certificate(&self) -> PathBuf {
        self.files.join("client.pem")
    }

    /// Returns the path of the key of [`client_certificate`](Self::client_certificate) (PEM).
    pub fn client_key(&self) -> PathBuf {
        self.files.join("client-key.pem")
    }
}

impl TlsBuilder {
    /// Shows clients this certificate.
    pub fn certificate(mut self, certificate: ServerCertificate) -> Self {
        self.certificate = certificate;
        self
    }

    /// Lets only clients in that have a certificate of the authority.
    pub fn client_certificates(mut self) -> Self {
        self.client_certificates = true;
        self
    }

    /// Listens on a port claimed before.
    pub(crate) fn port(mut self, claim: PortClaim) -> Self {
        self.port = Some(claim);
        self
    }

    /// Lets in who speaks no TLS as well: servers of a group, which know each other by the addresses that clients get.
    pub(crate) fn plain_too(mut self) -> Self {
        self.plain = true;
        self
    }

    /// Speaks TLS in front of `server`.
    ///
    /// # Panics
    /// When its port cannot be bound, or its files cannot be written.
    pub fn start(self, server: &Server) -> Tls {
        let authority = Authority::new();
        let shown = authority.server(self.certificate);
        let config = self.config(&authority, shown);
        let port = self.port.unwrap_or_else(PortClaim::new);
        let terminator = Terminator::start(config, server.addr(), port, self.plain);
        // Several may be in front of one server.
        let files = server.folder().join(format!("tls-{}", terminator.addr().port()));
        write_files(&files, &authority);
        Tls { terminator, url_user: server.url_user(), files }
    }

    fn config(&self, authority: &Authority, shown: Identity) -> ServerConfig {
        let provider = Arc::new(default_provider());
        let verifier = if self.client_certificates {
            let mut roots = RootCertStore::empty();
            roots.add(authority.certificate.der().clone()).expect("the authority is not one");
            WebPkiClientVerifier::builder_with_provider(roots.into(), provider.clone()).build().expect("no roots")
        } else {
            Arc::new(NoClientAuth)
        };
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("no version of TLS that the provider knows")
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![shown.certificate.der().clone()], shown.key.into())
            .expect("the certificate and its key do not fit")
    }
}

fn write_files(folder: &Path, authority: &Authority) {
    let client = authority.client();
    fs::create_dir(folder).expect("cannot create a folder for certificates");
    for (name, text) in [
        ("ca.pem", authority.certificate.pem()),
        ("client.pem", client.certificate.pem()),
        ("client-key.pem", client.key.serialize_pem()),
    ] {
        fs::write(folder.join(name), text).expect("cannot write a certificate");
    }
}
