//! Who is trusted, and who is not.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener};
use std::thread;
use std::time::Duration;

use valkey_cache::{CacheConfig, ErrorKind};
use valkey_cache_tests::{Server, ServerCertificate, Tls};

use super::{at, stranger, trusting};
use crate::faults::face::{Open, both_styles};

both_styles!(
    an_authority_of_ones_own_is_trusted,
    an_unknown_authority_is_refused,
    a_certificate_for_another_host_is_refused,
    an_expired_certificate_is_refused,
    a_client_shows_its_certificate,
    a_client_without_a_certificate_is_refused,
    whoever_asks_for_danger_gets_it,
    a_server_without_tls_is_told,
);

#[track_caller]
fn works(open: Open, config: &CacheConfig) {
    let cache = open(config);
    assert!(cache.set("key", "value").unwrap());
    assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
}

/// Checks that neither a read nor a write gets through, and that nothing hides it: it does not pass by itself.
#[track_caller]
fn is_refused(open: Open, config: &CacheConfig, reasons: [&str; 2]) {
    let cache = open(&config.clone().ignore_exceptions(true));
    for error in [cache.get("key").unwrap_err(), cache.set("key", "value").unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
        for reason in reasons {
            assert!(error.to_string().contains(reason), "{error}");
        }
        assert!(error.server().is_some_and(|server| server.starts_with("valkeys://")), "{error:?}");
    }
}

fn an_authority_of_ones_own_is_trusted(open: Open) {
    let server = Server::builder().user("shop", "s3cret").start();
    let tls = Tls::to(&server);
    works(open, &trusting(&tls));
    works(open, &trusting(&tls).protocol(valkey_cache::config::Protocol::Resp3));
    let by_name = format!("rediss://shop:s3cret@localhost:{}/3", tls.addr().port());
    works(open, &at(by_name).ssl_ca_certs(tls.ca()));
}

fn an_unknown_authority_is_refused(open: Open) {
    let server = Server::start();
    let (tls, other) = (Tls::to(&server), Tls::to(&server));
    for config in [stranger(&tls), stranger(&tls).ssl_ca_certs(other.ca())] {
        is_refused(open, &config, ["is not of an authority that is trusted", "`ssl_ca_certs`"]);
        // The name is right, but who says so?
        is_refused(
            open,
            &config.ssl_check_hostname(false),
            ["is not of an authority that is trusted", "`ssl_ca_certs`"],
        );
    }
}

fn a_certificate_for_another_host_is_refused(open: Open) {
    let server = Server::start();
    let tls = Tls::builder().certificate(ServerCertificate::WrongName).start(&server);
    is_refused(open, &trusting(&tls), ["is for another host", "elsewhere.example"]);
    works(open, &trusting(&tls).ssl_check_hostname(false));
}

fn an_expired_certificate_is_refused(open: Open) {
    let server = Server::start();
    let tls = Tls::builder().certificate(ServerCertificate::Expired).start(&server);
    is_refused(open, &trusting(&tls), ["is out of date", "expired"]);
}

fn a_client_shows_its_certificate(open: Open) {
    let server = Server::start();
    let tls = Tls::builder().client_certificates().start(&server);
    let config = trusting(&tls).ssl_certfile(tls.client_certificate());
    works(open, &config.clone().ssl_keyfile(tls.client_key()));
    // Both in one file, as many tools write them.
    let both = server.folder().join("both.pem");
    let text = [tls.client_certificate(), tls.client_key()].map(|path| std::fs::read_to_string(path).unwrap()).concat();
    std::fs::write(&both, text).unwrap();
    works(open, &config.ssl_certfile(both));
}

fn a_client_without_a_certificate_is_refused(open: Open) {
    let server = Server::start();
    let tls = Tls::builder().client_certificates().start(&server);
    let other = Tls::to(&server);
    let of_another = trusting(&tls).ssl_certfile(other.client_certificate()).ssl_keyfile(other.client_key());
    for config in [trusting(&tls), of_another] {
        let error = open(&config).get("key").unwrap_err();
        // The server says why and closes; a client that writes meanwhile may find it closed before it reads that.
        assert!(matches!(error.kind(), ErrorKind::Auth | ErrorKind::Connection), "{error:?}");
        if error.kind() == ErrorKind::Auth {
            assert!(error.to_string().contains("`ssl_certfile`"), "{error}");
        }
    }
}

fn whoever_asks_for_danger_gets_it(open: Open) {
    let server = Server::start();
    for kind in [ServerCertificate::Good, ServerCertificate::WrongName, ServerCertificate::Expired] {
        let tls = Tls::builder().certificate(kind).client_certificates().start(&server);
        let identity = stranger(&tls).ssl_certfile(tls.client_certificate()).ssl_keyfile(tls.client_key());
        works(open, &identity.danger_accept_invalid_certificates(true));
    }
}

/// A Valkey server waits for the rest of what it takes for a command; others say at once that they understand nothing.
fn a_server_without_tls_is_told(open: Open) {
    let server = Server::start();
    let silent = at(format!("valkeys://{}", server.addr())).socket_connect_timeout(Duration::from_millis(300));
    let error = open(&silent).get("key").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(error.to_string().contains("does the server speak TLS"), "{error}");

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let talker = at(format!("valkeys://{}", listener.local_addr().unwrap()));
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client?;
            // What it says must not be lost because it left the client's bytes unread.
            client.read_exact(&mut [0; 5])?;
            client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")?;
            client.shutdown(Shutdown::Write)?;
            io::copy(&mut client, &mut io::sink())?;
        }
        io::Result::Ok(())
    });
    let error = open(&talker).get("key").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error:?}");
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
}
