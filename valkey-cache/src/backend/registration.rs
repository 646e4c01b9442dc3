//! The names of backends, for configurations.

use super::base::BaseValkeyCache;
use crate::config::CacheConfig;
use crate::error::{Error, ErrorKind, Result};
use crate::registry::{self, Entry};

/// A backend's name; `#[cache_backend]` submits it.
#[derive(Debug)]
pub struct BackendRegistration(Entry);

inventory::collect!(BackendRegistration);

impl BackendRegistration {
    /// Registers the backend `B`, declared in `file` at `line`.
    pub const fn new<B: BaseValkeyCache>(file: &'static str, line: u32) -> Self {
        Self(Entry { name: B::NAME, file, line })
    }
}

fn entries() -> impl Iterator<Item = &'static Entry> + Clone {
    inventory::iter::<BackendRegistration>().map(|registration| &registration.0)
}

/// Returns the names of all backends that are linked into this program.
pub fn registered_backends() -> Vec<&'static str> {
    registry::names(entries())
}

/// Checks that the configuration is meant for `B`, and that the name of `B` is its own.
pub(super) fn check<B: BaseValkeyCache>(config: &CacheConfig) -> Result<()> {
    registry::find("backend", B::NAME, entries())?;
    match config.backend_name() {
        Some(named) if named != B::NAME => {
            // A name that nobody has is a spelling mistake; say which there are.
            registry::find("backend", named, entries())?;
            let message = format!("the configuration names the backend '{named}', and it was opened as '{}'", B::NAME);
            Err(Error::new(ErrorKind::Config, message))
        }
        _ => Ok(()),
    }
}
