//! The names of clients, for configurations.

use super::BaseClient;
use crate::error::{Error, ErrorKind, Result};

/// Returns the name here of what a Django configuration writes: the last part of the path of a class of django-valkey
/// or django-redis, whose async clients are other classes. Any other name stands for itself.
pub(super) fn meant(name: &str) -> &str {
    let is_path = name.starts_with("django_valkey.") || name.starts_with("django_redis.");
    let class = if is_path { last(name) } else { return name };
    class.strip_prefix("Async").unwrap_or(class)
}

/// Checks that a configuration names the client `C`.
pub(super) fn check<C: BaseClient>(named: &str) -> Result<()> {
    let own = std::any::type_name::<C>().split('<').next().map(last).unwrap_or_default();
    let meant = meant(named);
    if meant == own {
        return Ok(());
    }
    let message = format!(
        "the configuration names the client '{named}', and the backend is declared with `client = {own}`; declare it with \
         `client = {meant}`, or with `client = AnyClient`, which leaves it to the configuration as `ValkeyCache` and \
         `AsyncValkeyCache` do"
    );
    Err(Error::new(ErrorKind::Config, message))
}

fn last(path: &str) -> &str {
    path.rsplit(['.', ':']).next().unwrap_or(path)
}
