//! The names of backends, for configurations.

use super::base::BaseValkeyCache;
use crate::config::CacheConfig;
use crate::error::{Error, ErrorKind, Result};
use crate::registry::{Found, Kind, Place, Registration};

/// Those that come with this crate are registered as any other; without their feature they are not there.
const KIND: Kind<()> = Kind {
    what: "backend",
    built_in: &[],
    behind_features: &[
        ("ValkeyCache", "blocking"),
        ("SentinelValkeyCache", "blocking"),
        ("ClusterValkeyCache", "blocking"),
        ("HerdValkeyCache", "blocking"),
        ("AsyncValkeyCache", "async"),
        ("AsyncSentinelValkeyCache", "async"),
        ("AsyncClusterValkeyCache", "async"),
        ("AsyncHerdValkeyCache", "async"),
    ],
    aliases: &[
        ("django_valkey.cache.ValkeyCache", "ValkeyCache"),
        ("django_valkey.async_cache.cache.AsyncValkeyCache", "AsyncValkeyCache"),
        ("django_valkey.cluster_cache.cache.ClusterValkeyCache", "ClusterValkeyCache"),
        ("django_redis.cache.RedisCache", "ValkeyCache"),
    ],
};

/// A backend's name; `#[cache_backend]` submits it.
#[derive(Debug)]
pub struct BackendRegistration {
    name: &'static str,
    place: Place,
}

inventory::collect!(BackendRegistration);

impl BackendRegistration {
    /// Registers the backend `B`, declared in `file` at `line`.
    pub const fn new<B: BaseValkeyCache>(file: &'static str, line: u32) -> Self {
        Self { name: B::NAME, place: Place { file, line } }
    }
}

impl Registration for BackendRegistration {
    fn name(&self) -> &'static str {
        self.name
    }

    fn place(&self) -> Place {
        self.place
    }
}

/// Returns the names of all backends that are linked into this program, sorted.
pub fn registered_backends() -> Vec<&'static str> {
    KIND.names(inventory::iter::<BackendRegistration>)
}

/// Checks that the configuration is meant for `B`, if it names a backend.
pub(super) fn check<B: BaseValkeyCache>(config: &CacheConfig) -> Result<()> {
    let Some(named) = config.backend.as_deref() else { return Ok(()) };
    // A name that nobody has is a spelling mistake, and one that two have says nothing.
    let meant = match KIND.find(inventory::iter::<BackendRegistration>, named)? {
        Found::Plugin(backend) => backend.name,
        Found::BuiltIn(()) => named,
    };
    if meant == B::NAME {
        return Ok(());
    }
    let message = format!(
        "the configuration names the backend '{named}', and the cache was opened as '{}'; ask for it as the one it names, \
         or change the option 'backend'",
        B::NAME
    );
    Err(Error::new(ErrorKind::Config, message))
}
