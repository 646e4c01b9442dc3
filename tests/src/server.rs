use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::{RedisResult, Value};
use tempfile::TempDir;

use crate::login::Login;
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
    bus: Option<PortClaim>,
    socket: Option<PathBuf>,
    login: Option<Login>,
    launch: Launch,
    log: Log,
}

/// What is done at every start of a server.
#[derive(Debug)]
pub(crate) struct Launch {
    /// The file of its settings.
    pub(crate) file: PathBuf,
    pub(crate) sentinel: bool,
    /// What is sent to it then.
    pub(crate) commands: Vec<Vec<String>>,
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
        launch: Launch,
        folder: TempDir,
        port: PortClaim,
        bus: Option<PortClaim>,
        socket: Option<PathBuf>,
        login: Option<Login>,
    ) -> Self {
        let process = Mutex::new(None);
        let server = Self { process, folder, port, bus, socket, login, launch, log: Log::default() };
        server.restart();
        server
    }

    /// Returns the URL of database 0, with the password if there is one.
    pub fn url(&self) -> String {
        self.url_db(0)
    }

    /// Returns the URL of database `db`.
    pub fn url_db(&self, db: u32) -> String {
        format!("valkey://{}{}/{db}", self.url_user(), self.addr())
    }

    /// Returns what stands before the host of a URL of the server: `user:password@`, or nothing.
    pub(crate) fn url_user(&self) -> String {
        self.login.as_ref().map(Login::url_part).unwrap_or_default()
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

    /// Tells whether the server is neither killed nor paused.
    pub fn is_running(&self) -> bool {
        self.running().as_ref().is_some_and(|process| !process.is_paused())
    }

    pub(crate) fn login(&self) -> Option<&Login> {
        self.login.as_ref()
    }

    /// Returns the port of the cluster's bus.
    ///
    /// # Panics
    /// When the server was built without [`Builder::cluster`].
    pub(crate) fn bus_port(&self) -> u16 {
        self.bus.as_ref().expect("this server is no node of a cluster").port()
    }

    /// Kills the server at once, as a crash would. All its data is lost. Does nothing when it is killed already.
    pub fn kill(&self) {
        self.running().take();
    }

    /// Starts the server again, empty, on the same port and socket; kills it first if it runs.
    ///
    /// It knows what it was set to at first, and what it has itself written of that since, as a sentinel makes it do.
    pub fn restart(&self) {
        let mut process = self.running();
        process.take();
        *process = Some(Process::spawn(&self.launch.file, self.launch.sentinel, self.folder(), &self.log));
        for command in &self.launch.commands {
            self.command(&command.iter().map(String::as_str).collect::<Vec<_>>()).expect("a new server refuses");
        }
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
    /// this first writes something to the replication stream that leaves no key behind: that there are no functions, which
    /// no test has. (A message to nobody goes past the stream in a cluster.)
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
            let (_, reached): (Value, u32) = redis::pipe()
                .add_command(command(&["FUNCTION", "FLUSH"]))
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
