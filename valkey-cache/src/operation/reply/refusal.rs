//! [`ServerError`]: an error reply, what it means and what to do about it.

use crate::error::{Error, ErrorKind};

/// An error reply: `WRONGTYPE Operation against a key …` has the code `WRONGTYPE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerError {
    /// The first word, in capitals.
    pub code: String,
    /// The rest of the line, without the arguments of the command that some servers quote.
    pub message: String,
    origin: Option<Box<Origin>>,
}

/// Who gave the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    server: String,
    /// Whether it was asked as a node of a cluster.
    is_cluster_node: bool,
}

/// Where the names and the passwords stand that a server refuses.
pub(crate) const LOGIN: &str = "; they stand in the URL, where `@`, `:` and `/` are written `%40`, `%3A` and `%2F`, or in \
                                the options `username` and `password`, or come from the provider of `credentials`";
const CLUSTER: &str = "; the server is a node of a cluster: open the cache with a client and a factory for clusters, such \
                       as `AsyncClusterValkeyCache` or `ClusterValkeyCache`";
/// Commands that all servers have, and no sentinel.
const KNOWN_TO_ALL: [&str; 14] = [
    "SELECT", "GET", "SET", "MGET", "MSET", "DEL", "EXISTS", "TTL", "PTTL", "EXPIRE", "KEYS", "SCAN", "EVAL", "EVALSHA",
];

impl ServerError {
    /// Makes an error reply from its code and its text.
    ///
    /// A server that does not know a command quotes its arguments: keys, values, passwords. They are left out.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        let mut message = message.into();
        message.truncate(without_arguments(&message).len());
        Self { code: code.into(), message, origin: None }
    }

    /// Notes who gave the reply.
    pub(crate) fn came_from(&mut self, server: String, is_cluster_node: bool) {
        self.origin = Some(Box::new(Origin { server, is_cluster_node }));
    }

    /// Tells whether the server, not the command, is at fault, so that the same command may succeed later or elsewhere.
    pub fn is_transient(&self) -> bool {
        self.kind().is_transient()
    }

    /// Returns the kind of error that this reply means to a caller.
    pub fn kind(&self) -> ErrorKind {
        self.meaning().0
    }

    /// Returns the kind of error, and what there is to do about it. All that is known of error replies stands here.
    fn meaning(&self) -> (ErrorKind, &'static str) {
        let begins = |text| self.message.starts_with(text);
        match self.code.as_str() {
            "WRONGTYPE" => (ErrorKind::WrongType, ""),
            "NOAUTH" => (ErrorKind::Auth, "; set `username` and `password`, as options or in the URL"),
            "WRONGPASS" => (ErrorKind::Auth, LOGIN),
            "NOPERM" => (ErrorKind::Auth, "; the ACL of the server has to allow it to the user that `username` names"),
            "OOM" => (
                ErrorKind::OutOfMemory,
                "; reads go on; raise `maxmemory` of the server, give it a `maxmemory-policy` that evicts, or store less",
            ),
            "UNSUPPORTED" => (ErrorKind::Unsupported, ""),
            "READONLY" => (
                ErrorKind::Unavailable,
                "; it is a replica: where `location` names servers, the first has to be the primary",
            ),
            // Waiting does not help one who takes the node for a server of its own.
            "MOVED" | "ASK" | "CROSSSLOT" if self.is_of_lone_server() => (ErrorKind::Config, CLUSTER),
            "LOADING" | "MASTERDOWN" | "BUSY" | "CLUSTERDOWN" | "TRYAGAIN" | "MOVED" | "ASK" => {
                (ErrorKind::Unavailable, "")
            }
            "NOKEY" => (ErrorKind::KeyMissing, ""),
            "ERR" if begins("no such key") => (ErrorKind::KeyMissing, ""),
            "ERR" if begins("max number of clients") => (
                ErrorKind::Unavailable,
                "; raise `maxclients` of the server, or lower `connections` or `max_connections` of its caches",
            ),
            "ERR" if self.message.contains("would overflow") => (ErrorKind::Overflow, ""),
            // What is stored is no number: what this crate sends always is one.
            "ERR" if self.message.contains("value is not a") => (ErrorKind::WrongType, ""),
            "ERR" if self.unknown_command().is_some_and(|name| KNOWN_TO_ALL.contains(&name)) => (
                ErrorKind::Server,
                "; is it a sentinel? The addresses of sentinels belong into the option `sentinels` of a cache with \
                 `SentinelClient`",
            ),
            _ => (ErrorKind::Server, ""),
        }
    }

    fn is_of_lone_server(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| !origin.is_cluster_node)
    }

    /// Returns the command that the server does not know.
    fn unknown_command(&self) -> Option<&str> {
        Some(self.message.strip_prefix("unknown command ")?.trim_matches(['\'', '`']))
    }
}

/// Returns what a server says, up to the arguments of the command that it quotes.
pub(crate) fn without_arguments(text: &str) -> &str {
    text.find("with args beginning with").map_or(text, |start| text[..start].trim_end_matches([',', ' ']))
}

impl From<ServerError> for Error {
    fn from(error: ServerError) -> Self {
        let (kind, advice) = error.meaning();
        let message = match kind {
            ErrorKind::KeyMissing => "the key does not exist, and this operation changes only one that does; store it \
                                      first, such as with `add`"
                .to_owned(),
            _ if error.message.is_empty() => format!("the server answered: {}{advice}", error.code),
            _ => format!("the server answered: {} {}{advice}", error.code, error.message),
        };
        let told = Error::new(kind, message);
        match error.origin {
            Some(origin) => told.with_server(origin.server),
            None => told,
        }
    }
}

#[cfg(test)]
mod tests;
