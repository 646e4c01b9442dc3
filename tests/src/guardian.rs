use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A shell that outlives this process by a moment, kills its server and removes the server's folder.
///
/// Rust runs no destructor of a static, nor any when a test process is killed. But the kernel always closes a pipe, so
/// the guardian reads from one that only this process holds, and acts at its end. (A parent-death signal would
/// not do: it fires when the *thread* that started the server ends.)
#[derive(Debug)]
pub(crate) struct Guardian(Child);

impl Guardian {
    pub(crate) fn of(server: &Child, folder: &Path) -> Self {
        let guardian = Command::new("sh")
            .args(["-c", r#"read -r line; kill -9 "$1"; rm -rf -- "$2""#, "guardian"])
            .arg(server.id().to_string())
            .arg(folder)
            .stdin(Stdio::piped())
            // Whoever reads the output of the tests must not wait for the guardian.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C is for the tests; the guardian has to survive it.
            .process_group(0)
            .spawn()
            .expect("cannot run sh, which guards the servers of the tests");
        Self(guardian)
    }

    /// Ends the guard. The server must not be reaped yet: its number could then belong to another process.
    pub(crate) fn dismiss(&mut self) {
        // An error means that the guardian has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
