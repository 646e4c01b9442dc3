use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::{RedisResult, Value};
use tempfile::TempDir;

use crate::process::{Log, Process};
use crate::{Builder, PortClaim};

/// How long the helpers wait for a reply, so that a paused server fails a test instead of hanging it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running `valkey-server` on a port of its own, in a folder of its own, which is killed when this is dropped or
/// the test process ends in whatever way.
///
/// Its methods take `&self`, so that one thread can kill it under the feet of another.
#[derive(Debug)]
pub struct Server {
    // The order of the fields is the order of their end: the process before the folder and the port it uses.
    process: Mutex<Option<Process>>,
    folder: TempDir,
    port: PortClaim,
    _bus: Option<PortClaim>,
    socket: Option<PathBuf>,
    password: Option<String>,
    arguments: Vec<OsString>,
    log: Log,
}

impl Server {
    /// Starts an empty server with default settings.
    ///
    /// # Panics
    /// When no `valkey-server` is found ([`valkey_server`](crate::valkey_server)) or it does not start.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns the settings of a server to start.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn launch(
        arguments: Vec<OsString>,
        folder: TempDir,
        port: PortClaim,
        bus: Option<PortClaim>,
        socket: Option<PathBuf>,
        password: Option<String>,
    ) -> Self {
        let log = Log::default();
        let process = Process::spawn(&arguments, folder.path(), &log);
        Self { process: Mutex::new(Some(process)), folder, port, _bus: bus, socket, password, arguments, log }
    }

    /// Returns the URL of database 0, with the password if there is one.
    pub fn url(&self) -> String {
        self.url_db(0)
    }

    /// Returns the URL of database `db`.
    pub fn url_db(&self, db: u32) -> String {
        let user = self.password.as_ref().map(|password| format!(":{password}@")).unwrap_or_default();
        format!("valkey://{user}{}/{db}", self.addr())
    }

    /// Returns the address of the server.
    pub fn addr(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port()).into()
    }

    /// Returns the TCP port of the server.
    pub fn port(&self) -> u16 {
        self.port.port()
    }

    /// Returns the path of the unix socket.
    ///
    /// # Panics
    /// When the server was built without [`Builder::unix_socket`].
    pub fn socket_path(&self) -> &Path {
        self.socket.as_deref().expect("this server has no socket: build it with `Server::builder().unix_socket()`")
    }

    /// Returns the server's folder, its working directory.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the number of the server's process.
    ///
    /// # Panics
    /// When the server is killed.
    pub fn process_id(&self) -> u32 {
        self.running().as_ref().expect(KILLED).id()
    }

    /// Returns what the server has printed so far.
    pub fn log(&self) -> String {
        self.log.text()
    }

    pub(crate) fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// Kills the server at once, as a crash would. All its data is lost. Does nothing when it is killed already.
    pub fn kill(&self) {
        self.running().take();
    }

    /// Starts the server again, empty, on the same port and socket; kills it first if it runs.
    pub fn restart(&self) {
        let mut process = self.running();
        process.take();
        *process = Some(Process::spawn(&self.arguments, self.folder(), &self.log));
    }

    /// Stops the server where it is: connections stay open and the kernel accepts new ones, but nothing answers.
    ///
    /// # Panics
    /// When the server is killed.
    pub fn pause(&self) {
        self.running().as_ref().expect(KILLED).pause();
    }

    /// Lets a paused server go on.
    ///
    /// # Panics
    /// When the server is killed.
    pub fn resume(&self) {
        self.running().as_ref().expect(KILLED).resume();
    }

    /// Sends one command on a fresh connection to database 0, past everything under test.
    ///
    /// # Errors
    /// The server's error reply, or that it cannot be reached.
    pub fn command(&self, words: &[&str]) -> RedisResult<Value> {
        self.command_db(0, words)
    }

    /// Sends one command on a fresh connection to database `db`.
    ///
    /// # Errors
    /// The server's error reply, or that it cannot be reached.
    pub fn command_db(&self, db: u32, words: &[&str]) -> RedisResult<Value> {
        command(words).query(&mut self.connect(db)?)
    }

    /// Opens a plain connection to database `db`, for what has to be sent on one connection.
    ///
    /// # Errors
    /// That the server cannot be reached.
    pub fn connect(&self, db: u32) -> RedisResult<redis::Connection> {
        let connection = redis::Client::open(self.url_db(db))?.get_connection_with_timeout(PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
        Ok(connection)
    }

    /// Returns the fields of a section of [INFO](https://valkey.io/commands/info).
    ///
    /// # Panics
    /// When the server cannot be reached.
    pub fn info(&self, section: &str) -> BTreeMap<String, String> {
        let reply = self.command(&["INFO", section]).expect("INFO failed");
        let text: String = redis::from_redis_value(reply).expect("INFO did not reply with text");
        text.lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(field, value)| (field.to_owned(), value.to_owned()))
            .collect()
    }

    /// Waits until `replicas` replicas are connected and have everything that was written until now.
    ///
    /// [WAIT](https://valkey.io/commands/wait) blocks in the server until they have what its own connection wrote, so
    /// this first writes something to the replication stream that leaves no key behind: a message to nobody.
    ///
    /// # Panics
    /// When they do not within 30 seconds.
    pub fn wait_for_replicas(&self, replicas: u32) {
        let mut connection = self.connect(0).expect("cannot reach the primary");
        // WAIT keeps the time itself, and has to reply after it.
        connection.set_read_timeout(Some(PATIENCE * 2)).expect("cannot set a timeout");
        let milliseconds = PATIENCE.as_millis().to_string();
        // A server that never had a replica writes no stream, and WAIT then counts replicas that are still loading.
        // The first round brings the stream into being, so that the second has something to wait for.
        for _ in 0..2 {
            let (_, reached): (u32, u32) = redis::pipe()
                .add_command(command(&["PUBLISH", "wait-for-replicas", ""]))
                .add_command(command(&["WAIT", &replicas.to_string(), &milliseconds]))
                .query(&mut connection)
                .expect("cannot wait for replicas");
            assert!(
                reached >= replicas,
                "{reached} of {replicas} replicas caught up within {PATIENCE:?}; the primary printed:\n{}",
                self.log()
            );
        }
    }

    fn running(&self) -> MutexGuard<'_, Option<Process>> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const KILLED: &str = "the server is killed: `restart` it first";

fn command(words: &[&str]) -> redis::Cmd {
    let mut command = redis::Cmd::new();
    command.arg(words);
    command
}
