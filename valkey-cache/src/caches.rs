//! Caches by alias: what a configuration names, opened once.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::backend::{BaseValkeyCache, ConnectionRequest, NoFields};
use crate::config::CachesConfig;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::Access;

/// The configured caches of a program, as Django's `CACHES`. Each is opened when it is first asked for, and shared.
///
/// ```
/// # #[cfg(all(feature = "async", feature = "memory", feature = "toml", feature = "json"))] {
/// use valkey_cache::prelude::*;
/// use valkey_cache::{Caches, config::CachesConfig};
///
/// #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
/// struct AppCache;
///
/// let config = CachesConfig::from_toml_str(
///     r#"
///     [caches.default]
///     location = "memory://"
///     key_prefix = "app"
///     timeout = 60
///     "#,
/// )?;
/// let caches = Caches::new(config);
/// let cache = caches.get::<AppCache>("default")?;
/// assert_eq!(cache.make_key("user:1", None).as_ref() as &str, "app:1:user:1");
/// # }
/// # Ok::<_, valkey_cache::Error>(())
/// ```
pub struct Caches {
    config: CachesConfig,
    open: Mutex<HashMap<String, Open>>,
}

/// A cache that is open, and the name of its backend.
type Open = (Arc<dyn Any + Send + Sync>, &'static str);

static DEFAULT: OnceLock<Caches> = OnceLock::new();

impl Caches {
    /// Takes a configuration. Nothing is opened yet.
    pub fn new(config: CachesConfig) -> Self {
        Self { config, open: Mutex::default() }
    }

    /// Returns the cache of an alias; opens it if it is the first time.
    ///
    /// # Errors
    ///
    /// `Config`, if there is no such alias, if its options are wrong, or if it was opened as another backend before.
    pub fn get<B: BaseValkeyCache<Fields: NoFields>>(&self, alias: &str) -> Result<Arc<B>> {
        self.get_with(alias, B::Fields::none)
    }

    /// Returns the cache of an alias, whose backend has fields of its own; `fields` makes them if it is not open yet.
    ///
    /// Threads that are the first at the same time may each make them; all get the same cache.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub fn get_with<B: BaseValkeyCache>(&self, alias: &str, fields: impl FnOnce() -> B::Fields) -> Result<Arc<B>> {
        let open = || self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let known = open().get(alias).cloned();
        let (cache, backend) = match known {
            Some(cache) => cache,
            None => {
                // Not locked meanwhile: `fields` may ask for another cache. Opening sends nothing; the first one counts.
                let cache = Arc::new(B::from_config_with(&self.config.get(alias)?, fields())?);
                open().entry(alias.to_owned()).or_insert((cache, B::NAME)).clone()
            }
        };
        cache.downcast().map_err(|_| {
            let message = format!(
                "the cache is open as the backend '{backend}', and '{}' is another one; ask for it as the same type each \
                 time",
                B::NAME
            );
            Error::new(ErrorKind::Config, message).with_alias(alias)
        })
    }

    /// Returns the aliases of the configuration.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.config.aliases()
    }

    /// Makes a configuration the one of the whole process, to be found by [`installed`](Self::installed).
    ///
    /// # Errors
    ///
    /// `Config`, if there is one already.
    pub fn install(config: CachesConfig) -> Result<&'static Self> {
        let mut config = Some(config);
        let caches = DEFAULT.get_or_init(|| Self::new(config.take().unwrap_or_default()));
        match config {
            None => Ok(caches),
            Some(_) => Err(Error::new(
                ErrorKind::Config,
                "the caches of this process are installed already; do it once, at the start",
            )),
        }
    }

    /// Returns the caches of the whole process.
    ///
    /// # Errors
    ///
    /// `Config`, if none were [installed](Self::install).
    pub fn installed() -> Result<&'static Self> {
        DEFAULT.get().ok_or_else(|| {
            Error::new(
                ErrorKind::Config,
                "no caches are installed in this process; call `Caches::install` at the start",
            )
        })
    }
}

/// Gives out a connection of the driver to a server of an [installed](Caches::install) cache: the one that `access` and
/// `key` lead to. The reference's function of the same name.
///
/// ```no_run
/// # #[cfg(feature = "async")] {
/// use valkey_cache::operation::Access;
/// use valkey_cache::prelude::*;
/// use valkey_cache::get_valkey_connection;
///
/// #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
/// struct AppCache;
///
/// # async fn f() -> Result<(), Box<dyn std::error::Error>> {
/// let mut connection = get_valkey_connection::<AppCache>("default", Access::Write, None)?.await?;
/// redis::cmd("CONFIG").arg("RESETSTAT").exec_async(&mut connection).await?;
/// # Ok(()) } }
/// ```
///
/// # Errors
///
/// `Config`, if no caches are installed or there is no such alias; then as every operation.
pub fn get_valkey_connection<'k, B: BaseValkeyCache<Fields = ()>>(
    alias: &str,
    access: Access,
    key: Option<&'k str>,
) -> Result<ConnectionRequest<'k, B::Client, B::Factory>> {
    Ok(Caches::installed()?.get::<B>(alias)?.get_valkey_connection(access, key))
}

impl fmt::Debug for Caches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caches").field("config", &self.config).finish_non_exhaustive()
    }
}
