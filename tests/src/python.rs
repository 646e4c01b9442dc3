use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

use crate::fetch;

const HELP: &str = "The tests compare this crate with the real django-valkey, and never skip for lack of it. They need:
  - Python 3.11 or later with pip: `python3` on PATH, or what the environment variable PYTHON names
    (on Debian `apt-get install python3-pip`, elsewhere `python3 -m ensurepip --user`);
  - PyPI once, from which pip fetches the packages of tests/python/requirements.txt into the target folder.
    pip takes them from a folder too: set PIP_NO_INDEX=1 and PIP_FIND_LINKS=<folder>.";

/// Returns the folder of the Python programs of the tests.
pub fn python_programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python")
}

/// Returns a command that runs Python with django-valkey and its codecs, and with no other packages.
///
/// The first call of all fetches the packages from PyPI into the target folder.
///
/// # Panics
/// When Python or the packages cannot be had; the text says how to get them.
pub fn python() -> Command {
    // A failure is kept too: one attempt is enough for all tests of the process.
    static PACKAGES: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let install = || packages(&fetch::target(), &python_programs().join("requirements.txt"));
    let packages = PACKAGES.get_or_init(install).as_ref().unwrap_or_else(|problem| panic!("{problem}\n\n{HELP}"));
    let mut python = interpreter();
    // Without the packages of the machine, and without leaving compiled files beside the sources.
    python.args(["-S", "-B"]).env("PYTHONPATH", packages);
    python
}

/// Returns a command that runs Python as it is on this machine.
pub(crate) fn interpreter() -> Command {
    Command::new(env::var_os("PYTHON").unwrap_or_else(|| "python3".into()))
}

/// Installs the packages, unless they are there already. A plain folder is enough: it needs pip, but no venv, which
/// Debian keeps in a package of its own.
fn packages(target: &Path, requirements: &Path) -> Result<PathBuf, String> {
    let wanted =
        fs::read_to_string(requirements).map_err(|error| format!("cannot read {}: {error}", requirements.display()))?;
    // Compiled packages are for one version of Python on one kind of machine.
    let print = "import sys, sysconfig; print(sys.implementation.cache_tag, sysconfig.get_platform())";
    let kind = fetch::run(interpreter().args(["-c", print]))?;
    let mut hasher = DefaultHasher::new();
    (&wanted, &kind).hash(&mut hasher);
    fetch::once(target, &format!("python-packages-{:016x}", hasher.finish()), |work| {
        let folder = work.join("packages");
        let mut pip = interpreter();
        pip.args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"])
            .arg("--target")
            .arg(&folder)
            .arg("--requirement")
            .arg(requirements);
        fetch::run(&mut pip)?;
        Ok(folder)
    })
}

#[cfg(test)]
mod tests;
