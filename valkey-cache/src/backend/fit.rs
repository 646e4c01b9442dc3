//! Whether client, connection factory and options mean the same.

use crate::config::{ResolvedConfig, ServerUrl};
use crate::error::{Error, ErrorKind, Result};

/// Refuses a client, a factory and options that do not fit together, of which one would be ignored.
///
/// Whether a factory asks sentinels shows first in its pools; one for a cluster never does.
pub(super) fn check(config: &ResolvedConfig, client_spans_cluster: bool, factory_spans_cluster: bool) -> Result<()> {
    pair(client_spans_cluster, factory_spans_cluster)?;
    // Defaults for all caches may be for servers, and tests have their caches in this process.
    if config.servers.iter().all(ServerUrl::is_in_process) {
        return Ok(());
    }
    if factory_spans_cluster {
        return config.connection.without_sentinels();
    }
    if config.client.read_from_replicas {
        return Err(wrong(
            "option 'read_from_replicas' is for a cluster, and the client of this cache is for none; open the cache as \
             `AsyncClusterValkeyCache` or `ClusterValkeyCache`, or leave the option out: the replicas that a location \
             lists, and those that sentinels know, serve reads without it",
        ));
    }
    Ok(())
}

fn pair(client: bool, factory: bool) -> Result<()> {
    match (client, factory) {
        (true, false) => Err(wrong(
            "the client is for a cluster, and the connection factory is not; add `factory = AsyncClusterConnectionFactory` \
             or `factory = ClusterConnectionFactory`",
        )),
        (false, true) => Err(wrong(
            "the connection factory is for a cluster, and the client is not; write `client = DefaultClusterClient`",
        )),
        _ => Ok(()),
    }
}

fn wrong(message: &'static str) -> Error {
    Error::new(ErrorKind::Config, message)
}
