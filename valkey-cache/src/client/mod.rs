//! Clients: which server an operation goes to.

mod any;
mod capability;
mod cluster;
mod default;
mod herd;
mod names;
mod ring;
mod route;
mod sentinel;
mod shard;

pub use any::AnyClient;
pub use capability::{AtomicOverKeys, BareValues, OverSlots};
pub use cluster::DefaultClusterClient;
pub use default::DefaultClient;
pub use herd::HerdClient;
pub use route::{Route, Servers};
pub use sentinel::SentinelClient;
pub use shard::ShardClient;

use crate::config::{ClientOptions, ServerUrl};
use crate::error::{Error, ErrorKind, Result};
pub(crate) use crate::factory::Health;
use crate::operation::{Access, Herd, Request};

/// Decides which server an operation goes to.
///
/// A client is a policy: it knows the servers by their number and holds no connection. Number 0 is the primary. To
/// choose another server for reads, override [`route_read`](Self::route_read):
///
/// ```
/// use valkey_cache::client::{BaseClient, Route, Servers};
/// use valkey_cache::operation::Request;
///
/// /// Reads from the primary, so that each caller sees its own writes.
/// #[derive(Debug, Default)]
/// struct PrimaryOnly;
///
/// impl BaseClient for PrimaryOnly {
///     fn route_read(&self, _: &Request, _: &Servers<'_>) -> Route {
///         Route::to(0)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a cache client",
    label = "expected a cache client, such as `DefaultClient`",
    note = "implement `BaseClient` for `{Self}`, or name one that does"
)]
pub trait BaseClient: Default + Send + Sync + 'static {
    /// Makes the client of a cache whose configuration names one.
    ///
    /// By default the name has to be that of the type: the declaration of the backend says what the client is.
    /// [`AnyClient`] leaves it to the configuration.
    ///
    /// # Errors
    ///
    /// `Config`, if it is not that client.
    fn named(name: &str) -> Result<Self> {
        names::check::<Self>(name).map(|()| Self::default())
    }

    /// Returns the servers that the client works with, in place of those that the location names; by default the same.
    ///
    /// # Errors
    ///
    /// `Config`, if the location does not fit the client.
    fn servers(&self, location: Vec<ServerUrl>) -> Result<Vec<ServerUrl>> {
        Ok(location)
    }

    /// Looks at the servers and at the options for clients when a cache is opened, before it sends anything.
    ///
    /// # Errors
    ///
    /// `Config`, if the client cannot work with these servers. By default those that cannot all have the same keys: a
    /// store in this process beside others, and databases with different numbers.
    fn prepare(&mut self, servers: &[ServerUrl], _options: &ClientOptions) -> Result<()> {
        have_the_same_keys(servers)
    }

    /// Returns the rule by which stale values are served for a while, for a client that packs values with their time; asked
    /// for once, after [`prepare`](Self::prepare).
    ///
    /// By default nothing: values are stored as they are.
    fn herd(&self) -> Option<Herd> {
        None
    }

    /// Returns the place of a made key, for a client whose servers share the keys among them: keys of one place are on
    /// one server.
    ///
    /// By default nothing: every server has all keys.
    fn place(&self, _key: &[u8]) -> Option<usize> {
        None
    }

    /// Tells whether the client is for a cluster, whose nodes only the factory knows; by default it is not.
    fn spans_cluster(&self) -> bool {
        false
    }

    /// Returns the servers that share the keys among them; by default the primary has all.
    fn nodes(&self, _servers: &Servers<'_>) -> Vec<usize> {
        vec![0]
    }

    /// Returns the servers to ask for a read, in order: the next one is asked when one fails.
    ///
    /// By default the replicas that are up, starting with a random one, then the primary, then the rest.
    fn route_read(&self, _request: &Request, servers: &Servers<'_>) -> Route {
        servers.replicas_first()
    }

    /// Returns the servers to send a write to, in order.
    ///
    /// By default the primary; with `replica_read_only = false` the others after it.
    fn route_write(&self, _request: &Request, servers: &Servers<'_>) -> Route {
        servers.primary_first()
    }

    /// Returns the servers for a command, or for a batch of which `request` is the first: a batch that writes anything
    /// is a write.
    fn route(&self, access: Access, request: &Request, servers: &Servers<'_>) -> Route {
        match access {
            Access::Read => self.route_read(request, servers),
            Access::Write => self.route_write(request, servers),
        }
    }
}

/// Refuses servers of which one cannot have the keys of another: a store in this process, another database.
fn have_the_same_keys(servers: &[ServerUrl]) -> Result<()> {
    let [first, others @ ..] = servers else { return Ok(()) };
    let message = if let Some(url) = servers.iter().find(|url| url.is_in_process() && !others.is_empty()) {
        format!("{url} is a store in this process, which has no replicas and is none; name it alone")
    } else if let Some(url) = others.iter().find(|url| url.db() != first.db()) {
        format!(
            "{url} is another database than {first}, and has none of its keys; write the same number for all, or spread \
             the keys over the databases with `client = ShardClient`"
        )
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::Config, message))
}
