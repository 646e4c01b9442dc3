//! Stale values for the herd, while one caller renews them.

use super::{AtomicOverKeys, BareValues, BaseClient, DefaultClient, OverSlots, Route, Servers, names};
use crate::config::{ClientOptions, ServerUrl};
use crate::error::Result;
use crate::factory::DefaultFactory;
use crate::operation::{Access, Herd, Request};

/// Serves values for a while after their timeout has passed, so that not everybody loads them anew at the same moment.
///
/// `HerdClient<C>` asks the servers that the client `C` chooses; `HerdClient` is `HerdClient<DefaultClient>`. How long
/// that while is says the option [`herd_timeout`](crate::CacheConfig::herd_timeout). In it, a caller sees a miss with a
/// growing chance, as [`Herd`] tells, and the others get the value that is there. With
/// [`get_or_set`](crate::commands::LookupCommands::get_or_set) one caller in the process renews a key, and nobody waits.
///
/// With the serializer `pickle` it stores the bytes that django-valkey's `HerdClient` stores. Values that another client
/// stored are read as they are. What counts on the server (`incr`) is missing.
///
/// In `HerdClient<AnyClient>` the configuration chooses: its option `client` is then `"HerdClient"` or
/// `"HerdClient<ShardClient>"`.
#[derive(Debug, Default)]
pub struct HerdClient<C = DefaultClient> {
    inner: C,
    options: ClientOptions,
}

impl<C: DefaultFactory> DefaultFactory for HerdClient<C> {
    type Factory = C::Factory;
}

impl<C: AtomicOverKeys + BareValues> AtomicOverKeys for HerdClient<C> {}

impl<C: OverSlots + BareValues> OverSlots for HerdClient<C> {
    fn read_from_replicas(&self, read: bool) {
        self.inner.read_from_replicas(read);
    }
}

/// The client inside stores bare values: it is no herd client itself, which would pack what is packed.
impl<C: BareValues> BaseClient for HerdClient<C> {
    /// The name may say what is inside, as `HerdClient<ShardClient>`; if that is [`AnyClient`](super::AnyClient), it chooses.
    fn named(name: &str) -> Result<Self> {
        match names::inside_of_herd(name).map(C::named) {
            Some(Ok(inner)) => Ok(Self { inner, ..Self::default() }),
            _ => names::check::<Self>(name).map(|()| Self::default()),
        }
    }

    fn servers(&self, location: Vec<ServerUrl>) -> Result<Vec<ServerUrl>> {
        self.inner.servers(location)
    }

    fn prepare(&mut self, servers: &[ServerUrl], options: &ClientOptions) -> Result<()> {
        self.options = options.clone();
        self.inner.prepare(servers, options)
    }

    fn herd(&self) -> Option<Herd> {
        Some(Herd::new(self.options.herd_timeout))
    }

    fn place(&self, key: &[u8]) -> Option<usize> {
        self.inner.place(key)
    }

    fn spans_cluster(&self) -> bool {
        self.inner.spans_cluster()
    }

    fn nodes(&self, servers: &Servers<'_>) -> Vec<usize> {
        self.inner.nodes(servers)
    }

    fn route_read(&self, request: &Request, servers: &Servers<'_>) -> Route {
        self.inner.route_read(request, servers)
    }

    fn route_write(&self, request: &Request, servers: &Servers<'_>) -> Route {
        self.inner.route_write(request, servers)
    }

    fn route(&self, access: Access, request: &Request, servers: &Servers<'_>) -> Route {
        self.inner.route(access, request, servers)
    }
}
