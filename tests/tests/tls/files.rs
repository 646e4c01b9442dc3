//! The files that a configuration names, read when the cache is opened.

use std::fs;
use std::path::{Path, PathBuf};

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Error, ErrorKind};
use valkey_cache_tests::{Server, Tls};

use super::{stranger, trusting};

#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
#[derive(Debug)]
struct FilesCache;

#[track_caller]
fn refused(config: &CacheConfig, option: &str, path: &Path, reason: &str) -> Error {
    let error = FilesCache::from_config(config).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error:?}");
    let begin = format!("option '{option}': ");
    for part in [&*begin, path.to_str().unwrap(), reason] {
        assert!(error.to_string().contains(part), "`{error}` does not say `{part}`");
    }
    error
}

fn written(server: &Server, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = server.folder().join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_option_and_path() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let missing = server.folder().join("missing.pem");
    refused(&stranger(&tls).ssl_ca_certs(&missing), "ssl_ca_certs", &missing, "cannot read");
    let with_key = trusting(&tls).ssl_certfile(tls.client_certificate()).ssl_keyfile(&missing);
    refused(&with_key, "ssl_keyfile", &missing, "cannot read");

    let empty = written(&server, "empty.pem", "");
    let text = fs::read_to_string(tls.ca()).unwrap();
    let torn = written(&server, "torn.pem", &text[..text.len() / 2]);
    let der = written(&server, "der.pem", [0x30, 0x82, 0x01, 0xff, 0xfe]);
    let other = written(&server, "other.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    for (path, reason) in [
        (&empty, "holds no certificate"),
        (&torn, "is not in PEM"),
        (&der, "holds no certificate"),
        (&other, "holds no certificate of an authority"),
    ] {
        refused(&stranger(&tls).ssl_ca_certs(path), "ssl_ca_certs", path, reason);
    }
    // A key is where a certificate should be, and the other way round.
    let swapped = trusting(&tls).ssl_certfile(tls.client_key()).ssl_keyfile(tls.client_certificate());
    refused(&swapped, "ssl_certfile", &tls.client_key(), "holds no certificate");
    let alone = trusting(&tls).ssl_certfile(tls.client_certificate());
    refused(&alone, "ssl_certfile", &tls.client_certificate(), "name the file of the key in `ssl_keyfile`");
}

#[test]
fn a_key_has_to_be_that_of_the_certificate() {
    let server = Server::start();
    let (tls, other) = (Tls::to(&server), Tls::to(&server));
    let mixed = trusting(&tls).ssl_certfile(tls.client_certificate()).ssl_keyfile(other.client_key());
    let error = refused(&mixed, "ssl_keyfile", &other.client_key(), "does not hold the key of");
    assert!(error.to_string().contains(tls.client_certificate().to_str().unwrap()), "{error}");
}

#[test]
fn no_text_shows_what_is_in_a_file() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let config = trusting(&tls).ssl_certfile(tls.client_certificate()).ssl_keyfile(tls.client_key());
    let resolved = config.resolve().unwrap();
    let cache = FilesCache::from_config(&config).unwrap();
    let text = format!("{config:?} {resolved:#?} {cache:?}");
    assert!(text.contains(tls.client_key().to_str().unwrap()), "{text}");
    for path in [tls.ca(), tls.client_certificate(), tls.client_key()] {
        for line in fs::read_to_string(path).unwrap().lines() {
            assert!(!text.contains(line), "{line}");
        }
    }
    // Nor as numbers.
    assert!(!text.contains(", 45, 45, "), "{text}");
}

#[test]
fn a_cache_in_this_process_needs_no_files() {
    let config = CacheConfig::new().location("memory://").ssl_ca_certs("/no/such/file");
    assert!(FilesCache::from_config(&config).unwrap().set("key", &1).run().unwrap());
}
