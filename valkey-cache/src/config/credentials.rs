//! Who a cache logs in as, asked anew for every connection.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::cache::CacheConfig;
use super::secret::Secret;
use super::server_url::{ServerAddress, ServerUrl};
use crate::error::{Error, ErrorKind, Result};

/// Knows the password of now, where passwords change while a program runs.
///
/// It is asked whenever a connection is made, by the caller who makes it, and so has to answer from memory: what fetches
/// a password elsewhere does that in the background. Connections that are there stay logged in as they are. If the
/// server refuses the answer, the operation fails with [`ErrorKind::Auth`], and the next one asks again.
///
/// ```
/// use std::sync::{Arc, RwLock};
/// use valkey_cache::config::{CacheConfig, Credentials, CredentialsProvider};
///
/// /// Has the password that a task of the service keeps up to date.
/// struct Rotating(Arc<RwLock<String>>);
///
/// impl CredentialsProvider for Rotating {
///     fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
///         let password = self.0.read().map_err(|error| error.to_string())?;
///         Ok(Credentials::user("shop", password.as_str()))
///     }
/// }
///
/// let password = Arc::new(RwLock::new("of today".to_owned()));
/// let config = CacheConfig::new()
///     .location("valkey://127.0.0.1:6379")
///     .credentials(Arc::new(Rotating(Arc::clone(&password))));
/// *password.write().unwrap() = "of tomorrow".to_owned();
/// # drop(config);
/// ```
pub trait CredentialsProvider: Send + Sync {
    /// Returns the user name and password to log in with now.
    ///
    /// # Errors
    ///
    /// Whatever hinders it; the operation then fails with [`ErrorKind::Auth`] and this text, which must not hold a
    /// password.
    fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>>;
}

/// Holds what a connection logs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    username: Option<String>,
    password: Secret,
}

impl Credentials {
    /// Logs in as this user.
    pub fn user(name: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { username: Some(name.into()), password: password.into() }
    }

    /// Logs in as the server's default user.
    pub fn password(password: impl Into<Secret>) -> Self {
        Self { username: None, password: password.into() }
    }

    pub(crate) fn parts(&self) -> (Option<&str>, &str) {
        (self.username.as_deref(), self.password.expose())
    }
}

/// Holds a cache's provider of credentials. Two are equal if they are the same one, not if they give the same answer.
#[derive(Clone)]
pub struct CredentialsSource(Arc<dyn CredentialsProvider>);

impl CredentialsSource {
    /// Asks the provider.
    pub(crate) fn ask(&self) -> Result<Credentials> {
        self.0.credentials().map_err(|error| {
            Error::new(ErrorKind::Auth, format!("the provider of credentials has none: {error}")).with_source(error)
        })
    }

    /// Checks that nothing else says who logs in.
    pub(super) fn check(&self, servers: &[ServerUrl]) -> Result<()> {
        let is_named = |url: &&ServerUrl| url.username().is_some() || url.password().is_some();
        match servers.iter().filter(|url| !matches!(url.address(), ServerAddress::Memory { .. })).find(is_named) {
            None => Ok(()),
            Some(url) => Err(Error::new(
                ErrorKind::Config,
                format!(
                    "`credentials` has a provider, and {} has a user name or password of its own, in the URL or from \
                     the options `username` and `password`; leave one of the two out",
                    url.address()
                ),
            )),
        }
    }

    fn address(&self) -> *const () {
        Arc::as_ptr(&self.0).cast()
    }
}

impl PartialEq for CredentialsSource {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address()
    }
}

impl Eq for CredentialsSource {}

impl Hash for CredentialsSource {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.address().hash(state);
    }
}

impl fmt::Debug for CredentialsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialsSource(…)")
    }
}

impl CacheConfig {
    /// Sets who is asked for user name and password whenever a connection is made; nobody by default. In code only.
    ///
    /// Caches share connections if they have the same provider: clones of one `Arc`. A user name or password in the URL
    /// or the options is an error then.
    pub fn credentials(mut self, provider: Arc<dyn CredentialsProvider>) -> Self {
        self.credentials = Some(CredentialsSource(provider));
        self
    }
}
