use super::*;
use std::fs;

/// A program that answers `--version` as a server of this version does.
///
/// A shell writes it: what this process has open for writing, every process has that another test starts meanwhile, and
/// such a file cannot be run.
fn fake(folder: &Path, version: &str) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let path = folder.join("valkey-server");
    let text = format!("#!/bin/sh\necho 'Valkey server v={version} sha=0:0 malloc=libc bits=64'\n");
    let written =
        Command::new("sh").arg("-c").arg(r#"printf %s "$1" > "$0" && chmod 755 "$0""#).arg(&path).arg(text).status();
    assert!(written.unwrap().success());
    path
}

fn no_fetch() -> Result<PathBuf, String> {
    panic!("fetched, though a server was there")
}

fn fetched() -> Result<PathBuf, String> {
    Ok("fetched".into())
}

#[test]
fn takes_the_named_server_first() {
    let folder = tempfile::tempdir().unwrap();
    let named = fake(&folder.path().join("named"), "9.1.2");
    let other = fake(&folder.path().join("other"), "9.9.9");
    let found = find(Some(named.as_os_str()), Some(other.parent().unwrap().as_os_str()), no_fetch);
    assert_eq!(found, Ok(named));
}

#[test]
fn refuses_a_named_server_that_is_too_old_or_absent() {
    let folder = tempfile::tempdir().unwrap();
    let old = fake(folder.path(), "8.1.4");
    let problem = find(Some(old.as_os_str()), None, no_fetch).unwrap_err();
    assert!(problem.contains("version 8.1; it is too old"), "{problem}");

    let absent = folder.path().join("absent");
    let problem = find(Some(absent.as_os_str()), None, no_fetch).unwrap_err();
    assert!(problem.starts_with("cannot run"), "{problem}");
}

#[test]
fn passes_over_old_servers_on_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old");
    let new = folder.path().join("new");
    fake(&old, "7.2.9");
    let search = env::join_paths([&old, &new]).unwrap();
    assert_eq!(find(None, Some(&search), fetched), Ok("fetched".into()));

    let server = fake(&new, "9.0.0");
    assert_eq!(find(None, Some(&search), no_fetch), Ok(server));
}

#[test]
fn reads_the_version() {
    assert_eq!(parse_version("Valkey server v=9.1.2 sha=00000000:0 malloc=jemalloc"), Some((9, 1)));
    assert_eq!(parse_version("Redis server v=7.4.0 sha=0"), Some((7, 4)));
    assert_eq!(parse_version("something else"), None);
}
