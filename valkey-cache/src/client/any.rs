//! The client that a configuration names.

use super::names::{self, meant};
use super::{BaseClient, DefaultClient, Route, Servers, ShardClient};
use crate::config::{ClientOptions, ServerUrl};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Access, Request};
use crate::registry::{known, nearest};

/// Is the client that the configuration names by its option `client`: [`DefaultClient`] or [`ShardClient`]; the first if
/// it names none.
///
/// Other clients need another connection factory, which is a type and is chosen where the backend is declared.
///
/// What a declared `ShardClient` refuses to compile is found out at run time here: `mget` and `mset` fail with
/// `InvalidInput` if their keys are on several shards.
#[derive(Debug)]
pub struct AnyClient(Chosen);

#[derive(Debug)]
enum Chosen {
    Default(DefaultClient),
    Shard(ShardClient),
}

const NAMES: [&str; 2] = ["DefaultClient", "ShardClient"];

impl Default for AnyClient {
    fn default() -> Self {
        Self(Chosen::Default(DefaultClient))
    }
}

/// Asks the client that was chosen.
macro_rules! chosen {
    ($any:expr, $client:ident => $answer:expr) => {
        match $any {
            Chosen::Default($client) => $answer,
            Chosen::Shard($client) => $answer,
        }
    };
}

impl BaseClient for AnyClient {
    fn named(name: &str) -> Result<Self> {
        match meant(name) {
            "DefaultClient" => Ok(Self::default()),
            "ShardClient" => Ok(Self(Chosen::Shard(ShardClient::default()))),
            other => Err(cannot_be_chosen(name, other)),
        }
    }

    fn servers(&self, location: Vec<ServerUrl>) -> Result<Vec<ServerUrl>> {
        chosen!(&self.0, client => client.servers(location))
    }

    fn prepare(&mut self, servers: &[ServerUrl], options: &ClientOptions) -> Result<()> {
        chosen!(&mut self.0, client => client.prepare(servers, options))
    }

    fn place(&self, key: &[u8]) -> Option<usize> {
        chosen!(&self.0, client => client.place(key))
    }

    fn nodes(&self, servers: &Servers<'_>) -> Vec<usize> {
        chosen!(&self.0, client => client.nodes(servers))
    }

    fn route_read(&self, request: &Request, servers: &Servers<'_>) -> Route {
        chosen!(&self.0, client => client.route_read(request, servers))
    }

    fn route_write(&self, request: &Request, servers: &Servers<'_>) -> Route {
        chosen!(&self.0, client => client.route_write(request, servers))
    }

    fn route(&self, access: Access, request: &Request, servers: &Servers<'_>) -> Route {
        chosen!(&self.0, client => BaseClient::route(client, access, request, servers))
    }
}

fn cannot_be_chosen(name: &str, meant: &str) -> Error {
    let why = match meant {
        "SentinelClient" | "DefaultClusterClient" => Some("needs another connection factory, which is a type"),
        "HerdClient" => Some("packs its values, so that `incr` does not compile with it"),
        _ => None,
    };
    let message = match why.zip(names::backend(meant)) {
        Some((why, backend)) => format!(
            "the client '{name}' {why}: open the cache as `{backend}` or `Async{backend}`; a configuration chooses {} here",
            NAMES.join(" or ")
        ),
        None => format!(
            "the client '{name}' is none that a configuration can choose here{}; any other is written where a backend is \
             declared: `#[cache_backend(client = MyClient, …)]`",
            known(nearest(meant, NAMES), &NAMES)
        ),
    };
    Error::new(ErrorKind::Config, message)
}

#[cfg(test)]
mod tests;
