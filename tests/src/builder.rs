use std::net::SocketAddr;
use std::path::Path;

use crate::login::Login;
use crate::server::Launch;
use crate::{PortClaim, Server};

/// How a server is to be started; see [`Server::builder`].
#[derive(Debug, Default)]
#[must_use = "a builder starts nothing until `start` is called"]
pub struct Builder {
    port: Option<PortClaim>,
    cluster: bool,
    sentinel: bool,
    unix_socket: bool,
    login: Option<Login>,
    extra: Vec<String>,
    at_start: Vec<Vec<String>>,
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
    pub fn requirepass(self, password: &str) -> Self {
        self.login(Some(Login::password(password)))
    }

    /// Has this user alone, who may do everything and stands in [`Server::url`]; the user `default` is off.
    pub fn user(self, user: &str, password: &str) -> Self {
        self.login(Some(Login::user(user, password)))
    }

    pub(crate) fn login(mut self, login: Option<Login>) -> Self {
        self.login = login;
        self
    }

    /// Follows `primary`; see [`Server::wait_for_replicas`].
    pub fn replica_of(self, primary: &Server) -> Self {
        self.follow(primary.addr()).log_in_as(primary.login())
    }

    pub(crate) fn follow(self, primary: SocketAddr) -> Self {
        self.args(["--replicaof", &primary.ip().to_string(), &primary.port().to_string()])
    }

    /// Uses `login` at the primary it follows, now or later.
    pub(crate) fn log_in_as(self, login: Option<&Login>) -> Self {
        let Some([user, password]) = login.map(Login::pair) else { return self };
        self.arg("--primaryuser", user).arg("--primaryauth", password)
    }

    /// Is a node of a cluster, which then has to be formed; its bus has a claimed port of its own.
    pub fn cluster(mut self) -> Self {
        self.cluster = true;
        self
    }

    /// Is a sentinel, which holds no data.
    pub(crate) fn sentinel(mut self) -> Self {
        self.sentinel = true;
        self
    }

    /// Adds a setting of the [configuration](https://valkey.io/topics/valkey.conf/): `arg("--maxmemory", "10mb")`.
    pub fn arg(self, name: &str, value: &str) -> Self {
        self.args([name, value])
    }

    /// Adds settings that take several words, each word on its own: `args(["--save", "60", "1"])`.
    pub fn args<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.extra.extend(words.into_iter().map(str::to_owned));
        self
    }

    /// Sends the server a command at every start, for what no setting can say.
    pub(crate) fn at_start<'a>(mut self, command: impl IntoIterator<Item = &'a str>) -> Self {
        self.at_start.push(command.into_iter().map(str::to_owned).collect());
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

        let mut words = base_settings(port.port(), folder.path());
        let mut add = |name: &str, value: &str| words.extend([name.into(), value.into()]);
        if !self.sentinel {
            // Nothing on disk: what a restarted server knows must not depend on the moment of its kill.
            add("--save", "");
            add("--appendonly", "no");
            // A primary waits 5 s for more replicas before the first sync, unless told not to.
            add("--repl-diskless-sync-delay", "0");
        }
        if let Some(bus) = &bus {
            add("--cluster-enabled", "yes");
            add("--cluster-port", &bus.port().to_string());
        }
        if let Some(socket) = &socket {
            add("--unixsocket", text(socket));
        }
        words.extend(self.login.iter().flat_map(Login::settings));
        // Last, so that a test can override everything above.
        words.extend(self.extra);
        // A file, because a sentinel and who it promotes write there what they have to know after a restart.
        let file = folder.path().join("valkey.conf");
        std::fs::write(&file, lines(&words)).expect("cannot write the server's settings");
        let launch = Launch { file, sentinel: self.sentinel, commands: self.at_start };
        Server::launch(launch, folder, port, bus, socket, self.login)
    }
}

fn base_settings(port: u16, folder: &Path) -> Vec<String> {
    let port = port.to_string();
    let words = ["--port", &port, "--bind", "127.0.0.1", "--daemonize", "no", "--dir", text(folder)];
    words.map(str::to_owned).to_vec()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path of the temporary folder is not UTF-8")
}

/// The text of a file of settings: a word that begins with `--` begins a line, all others are quoted.
fn lines(words: &[String]) -> String {
    let mut text = String::new();
    for word in words {
        match word.strip_prefix("--") {
            Some(name) => text.extend(["\n", name]),
            None => text.extend([" \"", &word.replace('\\', r"\\").replace('"', "\\\""), "\""]),
        }
    }
    text.push('\n');
    text
}
