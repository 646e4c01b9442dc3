//! What not every client can do, as traits: an operation that needs one of them does not compile without.

use super::{AnyClient, BaseClient, DefaultClient};

/// A client whose servers each have all keys, so that a command over several keys is one step.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `mget`, `mset` and `msetnx`: its keys are on several servers, and these are one step \
               for all of them",
    label = "not for `{Self}`",
    note = "use `get_many` and `set_many`: they ask every server for its keys",
    note = "a client of your own whose keys are all on one server says so: `impl AtomicOverKeys for MyClient {{}}`"
)]
pub trait AtomicOverKeys: BaseClient {}

impl AtomicOverKeys for DefaultClient {}

/// With shards that is found out when the keys are known: `InvalidInput`, if they are not all on one.
impl AtomicOverKeys for AnyClient {}

/// A client of a cluster, whose nodes have slots of keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no slots: it is not a client of a cluster",
    label = "not for `{Self}`",
    note = "declare the backend with `client = DefaultClusterClient`, and `factory = AsyncClusterConnectionFactory` or \
            `factory = ClusterConnectionFactory`"
)]
pub trait OverSlots: BaseClient {
    /// Chooses whether reads go to replicas, from now on.
    fn read_from_replicas(&self, read: bool);
}

/// A client that stores values with nothing around them, so that the server can count with numbers, and alone knows when
/// a value expires.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to store bare values, which this needs",
    label = "not for `{Self}`",
    note = "a herd client packs each value with its time: the server can neither count with it, nor move that time, and \
            a herd client around it would pack it once more",
    note = "count in a cache with another client, or in a hash, with `hincrby`; move the time of a value with `touch`",
    note = "a client of your own that leaves `BaseClient::herd` as it is says so: `impl BareValues for MyClient {{}}`"
)]
pub trait BareValues: BaseClient {}

impl BareValues for DefaultClient {}

impl BareValues for AnyClient {}
