use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use valkey_cache_tests::{Proxy, Server, ServerCertificate, Tls};

use super::DEADLINE;

type Secure = StreamOwned<ClientConnection, TcpStream>;

fn certificate(path: &Path) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(path).unwrap()
}

/// Connects to `tls` as a client that trusts `ca`, and shows a certificate of `identity` if there is one.
fn connect(tls: &Tls, ca: &Path, host: &'static str, identity: Option<&Tls>) -> Secure {
    let mut roots = RootCertStore::empty();
    roots.add(certificate(ca)).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match identity {
        None => config.with_no_client_auth(),
        Some(own) => {
            let key = PrivateKeyDer::from_pem_file(own.client_key()).unwrap();
            config.with_client_auth_cert(vec![certificate(&own.client_certificate())], key).unwrap()
        }
    };
    let stream = TcpStream::connect(tls.addr()).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    StreamOwned::new(ClientConnection::new(config.into(), ServerName::try_from(host).unwrap()).unwrap(), stream)
}

fn ping(stream: &mut Secure) -> io::Result<()> {
    stream.write_all(b"PING\r\n")?;
    let mut answer = [0; 7];
    stream.read_exact(&mut answer)?;
    assert_eq!(&answer, b"+PONG\r\n");
    Ok(())
}

#[track_caller]
fn assert_refused(mut stream: Secure, reason: &str) {
    let error = ping(&mut stream).unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn answers_by_name_and_by_number() {
    let server = Server::builder().requirepass("s3cret").start();
    let tls = Tls::to(&server);
    assert_eq!(tls.url(), format!("valkeys://:s3cret@{}/0", tls.addr()));
    for host in ["localhost", "127.0.0.1"] {
        let mut stream = connect(&tls, &tls.ca(), host, None);
        stream.write_all(b"AUTH s3cret\r\n").unwrap();
        stream.read_exact(&mut [0; 5]).unwrap();
        ping(&mut stream).unwrap();
    }
}

#[test]
fn passes_much_both_ways() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let mut stream = connect(&tls, &tls.ca(), "localhost", None);
    let big = vec![b'x'; 8 << 20];
    stream.write_all(format!("*2\r\n$4\r\nECHO\r\n${}\r\n", big.len()).as_bytes()).unwrap();
    stream.write_all(&big).unwrap();
    stream.write_all(b"\r\n").unwrap();
    let mut back = vec![0; format!("${}\r\n", big.len()).len() + big.len() + 2];
    stream.read_exact(&mut back).unwrap();
    assert!(back[10..back.len() - 2] == big);
    ping(&mut stream).unwrap();
}

#[test]
fn shows_what_is_asked_for() {
    let server = Server::start();
    for (kind, reason) in [
        (ServerCertificate::WrongName, "not valid for name \"localhost\""),
        (ServerCertificate::Expired, "certificate expired"),
    ] {
        let tls = Tls::builder().certificate(kind).start(&server);
        assert_refused(connect(&tls, &tls.ca(), "localhost", None), reason);
    }
}

#[test]
fn has_an_authority_of_its_own() {
    let server = Server::start();
    let (tls, other) = (Tls::to(&server), Tls::to(&server));
    assert_ne!(fs::read(tls.ca()).unwrap(), fs::read(other.ca()).unwrap());
    assert_refused(connect(&tls, &other.ca(), "localhost", None), "invalid peer certificate");
}

#[test]
fn lets_in_who_has_a_certificate_if_asked() {
    let server = Server::start();
    let tls = Tls::builder().client_certificates().start(&server);
    ping(&mut connect(&tls, &tls.ca(), "localhost", Some(&tls))).unwrap();
    assert_refused(connect(&tls, &tls.ca(), "localhost", None), "CertificateRequired");
    let other = Tls::to(&server);
    assert!(ping(&mut connect(&tls, &tls.ca(), "localhost", Some(&other))).is_err());
}

#[test]
fn goes_away_and_takes_its_connections_along() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let mut stream = connect(&tls, &tls.ca(), "localhost", None);
    ping(&mut stream).unwrap();
    drop(tls);
    assert!(ping(&mut stream).is_err());
}

#[test]
fn ends_connections_when_the_server_does_and_serves_the_next() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let mut stream = connect(&tls, &tls.ca(), "localhost", None);
    ping(&mut stream).unwrap();
    server.kill();
    assert!(ping(&mut stream).is_err());
    server.restart();
    ping(&mut connect(&tls, &tls.ca(), "localhost", None)).unwrap();
}

#[test]
fn can_have_a_proxy_in_front() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let proxy = Proxy::to(tls.addr());
    let mut stream = connect(&tls, &tls.ca(), "localhost", None);
    stream.sock = TcpStream::connect(proxy.addr()).unwrap();
    stream.sock.set_read_timeout(Some(DEADLINE)).unwrap();
    ping(&mut stream).unwrap();
    proxy.reset();
    assert!(ping(&mut stream).is_err());
}
