use super::*;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn make(work: &Path) -> Result<PathBuf, String> {
    let made = work.join("made");
    fs::write(&made, "what was fetched").unwrap();
    Ok(made)
}

#[test]
fn is_made_once_for_all_who_ask_together() {
    let folder = tempfile::tempdir().unwrap();
    let times = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let made = once(folder.path(), "name", |work| {
                    times.fetch_add(1, Ordering::Relaxed);
                    make(work)
                });
                assert_eq!(fs::read_to_string(made.unwrap()).unwrap(), "what was fetched");
            });
        }
    });
    assert_eq!(times.into_inner(), 1);
}

#[test]
fn a_failure_leaves_nothing_behind_and_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let fails = |work: &Path| {
        make(work)?;
        Err("no network".into())
    };
    assert_eq!(once(folder.path(), "name", fails).unwrap_err(), "no network");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["name.lock"]);
    assert!(once(folder.path(), "name", make).is_ok());
}

#[test]
fn a_command_that_fails_is_named_with_what_it_said() {
    assert_eq!(run(Command::new("sh").args(["-c", "echo good"])).unwrap(), "good\n");
    let problem = run(Command::new("sh").args(["-c", "echo bad >&2; exit 3"])).unwrap_err();
    assert!(problem.contains("echo bad") && problem.contains('3') && problem.ends_with("\nbad"), "{problem}");
    let problem = run(&mut Command::new("/no/such/program")).unwrap_err();
    assert!(problem.contains("cannot run") && problem.contains("/no/such/program"), "{problem}");
}
