use std::ffi::OsString;
use std::path::Path;

use crate::{PortClaim, Server};

/// How a server is to be started; see [`Server::builder`].
#[derive(Debug, Default)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct Builder {
    port: Option<PortClaim>,
    cluster: bool,
    unix_socket: bool,
    password: Option<String>,
    extra: Vec<OsString>,
}

impl Builder {
    /// Listens on a port claimed before, for a client that is there before its server.
    pub fn port(mut self, claim: PortClaim) -> Self {
        self.port = Some(claim);
        self
    }

    /// Listens on a unix socket in the server's folder too; see [`Server::socket_path`].
    pub fn unix_socket(mut self) -> Self {
        self.unix_socket = true;
        self
    }

    /// Asks clients for this password, which [`Server::url`] then carries.
    pub fn requirepass(mut self, password: &str) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Follows `primary`; see [`Server::wait_for_replicas`].
    pub fn replica_of(self, primary: &Server) -> Self {
        let port = primary.port().to_string();
        let builder = self.args(["--replicaof", "127.0.0.1", &port]);
        match primary.password() {
            Some(password) => builder.arg("--primaryauth", password),
            None => builder,
        }
    }

    /// Is a node of a cluster, which then has to be formed; its bus has a claimed port of its own.
    pub fn cluster(mut self) -> Self {
        self.cluster = true;
        self
    }

    /// Adds a setting of the [configuration](https://valkey.io/topics/valkey.conf/): `arg("--maxmemory", "10mb")`.
    pub fn arg(self, name: &str, value: &str) -> Self {
        self.args([name, value])
    }

    /// Adds words to the command line, for a setting that takes several.
    pub fn args<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.extra.extend(words.into_iter().map(OsString::from));
        self
    }

    /// Starts the server and returns once it accepts connections.
    ///
    /// # Panics
    /// When it does not start; the text shows what it printed.
    pub fn start(self) -> Server {
        let folder = tempfile::Builder::new().prefix("valkey-cache-").tempdir().expect("cannot create a folder");
        let port = self.port.unwrap_or_else(PortClaim::new);
        let bus = self.cluster.then(PortClaim::new);
        let socket = self.unix_socket.then(|| folder.path().join("valkey.sock"));

        let mut arguments = base_arguments(port.port(), folder.path());
        let mut add = |name: &str, value: OsString| arguments.extend([name.into(), value]);
        if let Some(bus) = &bus {
            add("--cluster-enabled", "yes".into());
            add("--cluster-port", bus.port().to_string().into());
        }
        if let Some(socket) = &socket {
            add("--unixsocket", socket.into());
        }
        if let Some(password) = &self.password {
            add("--requirepass", password.into());
        }
        // Last, so that a test can override everything above.
        arguments.extend(self.extra);
        Server::launch(arguments, folder, port, bus, socket, self.password)
    }
}

fn base_arguments(port: u16, folder: &Path) -> Vec<OsString> {
    let port = port.to_string();
    let mut arguments: Vec<OsString> = ["--port", &port, "--bind", "127.0.0.1", "--daemonize", "no"]
        // Nothing on disk: what a restarted server knows must not depend on the moment of its kill.
        .into_iter()
        .chain(["--save", "", "--appendonly", "no"])
        // A primary waits 5 s for more replicas before the first sync, unless told not to.
        .chain(["--repl-diskless-sync-delay", "0"])
        .map(OsString::from)
        .collect();
    arguments.extend(["--dir".into(), folder.into()]);
    arguments
}
