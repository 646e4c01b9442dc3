//! Runs every example as its reader would: in this process, and against a real server.

use std::path::{Path, PathBuf};
use std::process::Command;

use valkey_cache_tests::{Namespace, Server};

/// The names of the examples: one file each.
fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = folder.read_dir().expect("the folder of the examples can be read");
    let paths = files.map(|file| file.expect("the folder of the examples can be read").path());
    let names = paths.map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    // Cargo builds this one as tests only, and runs them itself.
    names.filter(|name| name != "testing_a_service").collect()
}

/// The program that cargo built before it ran this test: `target/debug/examples/NAME`, beside `target/debug/deps`.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its path");
    let profile = test.parent().and_then(Path::parent).expect("tests are two folders down in the target directory");
    let program = profile.join("examples").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let changed = |path: &Path| path.metadata().and_then(|data| data.modified());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).with_extension("rs");
    let is_current = matches!((changed(&program), changed(&source)), (Ok(built), Ok(written)) if built >= written);
    assert!(
        is_current,
        "{} is missing or old: `cargo test -p valkey-cache-examples` builds the examples, `--test run` alone does not",
        program.display()
    );
    program
}

fn run(name: &str, url: Option<&str>) -> String {
    let mut command = Command::new(program(name));
    match url {
        Some(url) => command.env("VALKEY_URL", url),
        None => command.env_remove("VALKEY_URL"),
    };
    let output = command.output().expect("an example can be started");
    let (printed, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name} at {url:?} failed ({}):\n{printed}\n{errors}", output.status);
    printed.into_owned()
}

#[test]
fn every_example_runs_in_this_process() {
    for name in names() {
        assert!(!run(&name, None).is_empty(), "{name} prints nothing");
    }
}

#[test]
fn every_example_runs_on_a_server() {
    for name in names() {
        let database = Namespace::new();
        assert!(!run(&name, Some(&database.url())).is_empty(), "{name} prints nothing");
    }
}

#[test]
fn the_own_client_asks_the_servers_it_says() {
    // Two servers that know nothing of each other show who was asked.
    let (primary, other) = (Server::start(), Server::start());
    let printed = run("own_client", Some(&format!("{},{}", primary.url(), other.url())));
    assert!(printed.contains("Some(\"logged in\"), from the primary"), "{printed}");
    assert!(printed.contains("page:start was asked of a replica"), "{printed}");
}

#[test]
fn the_quickstart_shows_what_the_readme_says() {
    let printed = run("quickstart", None);
    let readme = include_str!("../../README.md");
    // The time to live is measured.
    let lines = printed.lines().filter(|line| !line.contains("expires"));
    let missing = lines.filter(|line| !readme.contains(line.trim())).collect::<Vec<_>>();
    assert!(missing.is_empty(), "the README lacks these lines of the quickstart's output: {missing:#?}");
}
