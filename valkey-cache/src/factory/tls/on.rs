//! With the feature `tls`: rustls, by way of the driver.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use redis::{Client, ClientTlsConfig, ConnectionAddr, RedisError, TlsCertificates};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription, CertificateError, ClientConfig, RootCertStore};

use crate::config::{PemFile, TlsOptions};
use crate::error::{Error, ErrorKind, Result};

/// Returns an address that is spoken to with TLS. Every file is checked here: the driver would first look at some of
/// them when it connects, and could not say which.
pub(in super::super) fn address(host: &str, port: u16, options: &TlsOptions) -> Result<ConnectionAddr> {
    // The driver panics without an installed provider. An application that installed its own keeps it.
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    if let Some(file) = &options.ca_certs {
        check_authorities(file)?;
    }
    let client_tls = match (&options.certificate, &options.key) {
        (Some(certificate), Some(key)) => {
            check_identity(certificate, key)?;
            let (client_cert, client_key) = (certificate.content().to_vec(), key.content().to_vec());
            Some(ClientTlsConfig { client_cert, client_key })
        }
        _ => None,
    };
    let root_cert = options.ca_certs.as_ref().map(|file| file.content().to_vec());
    let insecure = options.danger_accept_invalid_certificates;
    let address = ConnectionAddr::TcpTls { host: host.to_owned(), port, insecure, tls_params: None };
    let client = Client::build_with_tls(address, TlsCertificates { client_tls, root_cert }).map_err(|error| {
        Error::new(ErrorKind::Config, format!("the driver refuses the options of TLS: {error}")).with_source(error)
    })?;
    let mut address = client.get_connection_info().addr().clone();
    address.set_danger_accept_invalid_hostnames(!options.check_hostname);
    Ok(address)
}

fn check_authorities(file: &PemFile) -> Result<()> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(file)? {
        roots
            .add(certificate)
            .map_err(|error| file.wrong("holds no certificate of an authority").with_source(error))?;
    }
    Ok(())
}

fn check_identity(certificate: &PemFile, key: &PemFile) -> Result<()> {
    let chain = certificates(certificate)?;
    let private = PrivateKeyDer::from_pem_slice(key.content()).map_err(|error| {
        // One file may have both.
        let elsewhere = if key == certificate { "; name the file of the key in `ssl_keyfile`" } else { "" };
        key.wrong(format_args!("holds no private key in PEM ({error}){elsewhere}")).with_source(error)
    })?;
    ClientConfig::builder()
        .with_root_certificates(RootCertStore::empty())
        .with_client_auth_cert(chain, private)
        .map(drop)
        .map_err(|error| {
            let what = format_args!("does not hold the key of '{}': {error}", certificate.path().display());
            key.wrong(what).with_source(error)
        })
}

fn certificates(file: &PemFile) -> Result<Vec<CertificateDer<'static>>> {
    let found = CertificateDer::pem_slice_iter(file.content())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| file.wrong(format_args!("is not in PEM: {error}")).with_source(error))?;
    match found.is_empty() {
        true => Err(file.wrong("holds no certificate in PEM")),
        false => Ok(found),
    }
}

/// Says what to do about a failure of TLS, if it was one.
pub(in super::super) fn refusal(error: &RedisError) -> Option<(ErrorKind, String)> {
    // The driver's error has the socket's in an `Arc`, and that has the one of TLS.
    let error = error.source()?.downcast_ref::<Arc<dyn StdError + Send + Sync>>()?.downcast_ref::<io::Error>()?;
    let error = error.get_ref()?.downcast_ref::<rustls::Error>()?;
    let (kind, what) = match error {
        rustls::Error::InvalidCertificate(reason) => (ErrorKind::Auth, of_server(reason)),
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::DecryptError,
        ) => (
            ErrorKind::Auth,
            "the server wants a certificate of this client, and one that it trusts; `ssl_certfile` and `ssl_keyfile` \
             name it",
        ),
        rustls::Error::InvalidMessage(_) => (
            ErrorKind::Connection,
            "the server does not speak TLS; `valkey://` is without, and TLS often has another port",
        ),
        _ => (ErrorKind::Connection, "the encrypted connection failed"),
    };
    Some((kind, format!("{what} ({error})")))
}

fn of_server(reason: &CertificateError) -> &'static str {
    match reason {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "the server's certificate is not of an authority that is trusted; `ssl_ca_certs` names a file with others"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the server's certificate is for another host; the URL has to name one that it is for"
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is out of date, or the clock of this machine is wrong"
        }
        _ => "the server's certificate is not accepted",
    }
}
