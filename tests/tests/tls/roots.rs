//! Who is trusted where no option says so: the authorities of the system, or those that are built in.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use valkey_cache_tests::{Server, Tls};

use super::at;
use crate::faults::face::{open_async, open_blocking};

const BUILT_IN: bool = cfg!(feature = "tls-webpki-roots");
const URL: &str = "TLS_ROOTS_URL";
const UNKNOWN: &str = "is not of an authority that is trusted";

/// Asks a server in both styles, from a process that finds the authorities of its system in these places.
fn answers(url: &str, file: &Path, folder: &Path) -> String {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "tls::roots::asks_where_variables_are_set", "--ignored", "--nocapture"])
        .env(URL, url)
        .env("SSL_CERT_FILE", file)
        .env("SSL_CERT_DIR", folder)
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    printed
}

#[test]
#[ignore = "the other tests run it in a process of its own, since variables are of a whole process"]
fn asks_where_variables_are_set() {
    let url = env::var(URL).expect("one of the other tests sets it");
    for (style, open) in [("run", open_blocking as crate::faults::face::Open), ("awaited", open_async)] {
        // With the name unchecked the driver refuses to go without any authority, and says so.
        for (check, checks) in [("host", true), ("no host", false)] {
            let answer = open(&at(url.clone()).ssl_check_hostname(checks)).set("key", "value");
            println!("{style}, {check}: {answer:?}");
        }
    }
}

#[test]
fn the_files_of_the_system_count_unless_authorities_are_built_in() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let folder = tempfile::tempdir().unwrap();
    let answers = answers(&tls.url(), &tls.ca(), folder.path());
    let said = if BUILT_IN { UNKNOWN } else { "Ok(true)" };
    assert_eq!(answers.matches(said).count(), 4, "{answers}");
}

#[test]
fn without_files_there_are_those_that_are_built_in() {
    let server = Server::start();
    let tls = Tls::to(&server);
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    fs::write(&empty, "").unwrap();
    let answers = answers(&tls.url(), &empty, folder.path());
    assert!(!answers.contains("Ok("), "{answers}");
    // Whoever has authorities can say that they did not sign; whoever has none cannot even ask.
    assert_eq!(answers.matches(UNKNOWN).count(), if BUILT_IN { 4 } else { 2 }, "{answers}");
}
