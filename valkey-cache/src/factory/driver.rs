//! The seam to redis-rs: clients, commands and errors. Only what 1.x and 2.x have in common.

use std::borrow::Cow;
use std::time::Duration;
#[cfg(feature = "blocking")]
use std::time::Instant;

use redis::{ConnectionAddr, ErrorKind as DriverKind, IntoConnectionInfo as _, ProtocolVersion, RedisError};

use super::params::ConnectionParams;
use super::sentinel::{Node, Role};
use super::tls;
use crate::config::{Protocol, ServerAddress};
use crate::error::{Error, ErrorKind, Result};
use crate::operation::reply::{LOGIN, without_arguments};
use crate::operation::{Reply, ServerError};

/// Makes a client; nothing is sent. It logs in as the URL says; see [`for_connection`] for providers of credentials.
pub(super) fn client(params: &ConnectionParams) -> Result<redis::Client> {
    let address = match params.url.address() {
        ServerAddress::Tcp { host, port, tls: false } => ConnectionAddr::Tcp(host.clone(), *port),
        ServerAddress::Tcp { host, port, tls: true } => tls::address(host, *port, &params.options.tls)?,
        ServerAddress::Unix { path } => ConnectionAddr::Unix(path.clone()),
        // `Memory`, and whatever the configuration learns to say before this does.
        _ => {
            return Err(Error::new(
                ErrorKind::Config,
                "`memory://` needs the feature `memory` of valkey-cache, which is off",
            ));
        }
    };
    let config = |error: RedisError| Error::new(ErrorKind::Config, "the driver refuses the address").with_source(error);
    let info = address.into_connection_info().map_err(config)?;
    let protocol = match params.protocol {
        Protocol::Resp2 => ProtocolVersion::RESP2,
        Protocol::Resp3 => ProtocolVersion::RESP3,
    };
    let mut settings = info
        .redis_settings()
        .clone()
        .set_protocol(protocol)
        // The greeting says it: a blocking handshake would wait out the timeout once for each of its commands.
        .set_skip_set_lib_name();
    if let Some(username) = params.url.username() {
        settings = settings.set_username(username);
    }
    if let Some(password) = params.url.password() {
        settings = settings.set_password(password.expose());
    }
    // Small commands must not wait for the acknowledgement of others, and a peer that vanished must be noticed.
    let tcp = redis::io::tcp::TcpSettings::default()
        .set_nodelay(true)
        .set_keepalive(redis::io::tcp::socket2::TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE));
    #[cfg(target_os = "linux")]
    let tcp = tcp.set_user_timeout(KEEPALIVE * 3);
    redis::Client::open(info.set_redis_settings(settings).set_tcp_settings(tcp)).map_err(config)
}

const KEEPALIVE: Duration = Duration::from_secs(15);

/// Returns the client that one connection is to be made with: this one, or one that logs in as the provider says now.
pub(super) fn for_connection<'c>(
    client: &'c redis::Client,
    params: &ConnectionParams,
) -> Result<Cow<'c, redis::Client>> {
    let Some(source) = &params.options.credentials else { return Ok(Cow::Borrowed(client)) };
    let credentials = source.ask()?;
    let info = client.get_connection_info();
    let (username, password) = credentials.parts();
    let mut settings = info.redis_settings().clone().set_password(password);
    if let Some(username) = username {
        settings = settings.set_username(username);
    }
    redis::Client::open(info.clone().set_redis_settings(settings))
        .map(Cow::Owned)
        .map_err(|error| self::error(error, CONNECTING))
}

/// What a new connection sends after the driver's handshake: database, name, which library this is, and for a node of a
/// service the question what it is.
pub(super) struct Greeting {
    pub(super) pipeline: redis::Pipeline,
    /// So many of the commands have to succeed; a server need not know the others.
    required: usize,
    role: Option<Role>,
}

impl Greeting {
    pub(super) fn new(params: &ConnectionParams, node: Option<&Node>) -> Self {
        let mut pipeline = redis::Pipeline::new();
        if params.url.db() != 0 {
            pipeline.cmd("SELECT").arg(params.url.db());
        }
        if let Some(name) = &params.options.client_name {
            pipeline.cmd("CLIENT").arg("SETNAME").arg(name);
        }
        let required = pipeline.len();
        pipeline.cmd("CLIENT").arg("SETINFO").arg("LIB-NAME").arg("valkey-cache");
        pipeline.cmd("CLIENT").arg("SETINFO").arg("LIB-VER").arg(env!("CARGO_PKG_VERSION"));
        if params.is_cluster_node {
            // A replica is to serve what its primary has; to a primary it means nothing.
            pipeline.cmd("READONLY");
        }
        let role = node.map(|node| node.role);
        if role.is_some() {
            pipeline.cmd("ROLE");
        }
        Self { pipeline, required, role }
    }

    /// Looks for a refusal among the answers, and whether the server is what it should be.
    pub(super) fn check(&self, answers: Vec<redis::Value>) -> Result<()> {
        let (role, mut required) = (answers.last().cloned(), answers.into_iter().take(self.required));
        required
            .try_for_each(|answer| answer.extract_error().map(drop))
            .map_err(|refusal| error(refusal, CONNECTING))?;
        self.role.zip(role).map_or(Ok(()), |(role, answer)| role.check(&answer))
    }
}

/// Returns the time that is left.
#[cfg(feature = "blocking")]
pub(super) fn remaining(deadline: Instant) -> Result<Duration> {
    match deadline.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(timeout("before a connection was there")),
        left => Ok(left),
    }
}

/// The error of an operation whose time is up.
pub(super) fn timeout(when: &str) -> Error {
    Error::new(ErrorKind::Timeout, format!("the timeout passed {when}; `socket_timeout` sets it"))
}

/// The error of asking the store in this process for a connection.
#[cfg(feature = "memory")]
pub(super) fn no_raw_access() -> Error {
    let message = "the store in this process has no connection to give out; use a server: `valkey://…`";
    Error::new(ErrorKind::Unsupported, message)
}

/// The error of an operation that was under way when the primary changed. The old one may have answered that it is done,
/// but what it does after the new one began is lost.
pub(super) fn demoted() -> Error {
    let message = "another server became the primary in the meantime; nobody knows whether this was done";
    Error::new(ErrorKind::Connection, message)
}

/// Tells whether the server takes no writes: it is a replica.
pub(super) fn is_read_only(reply: &Reply) -> bool {
    matches!(reply, Reply::Error(error) if error.code == "READONLY")
}

/// What [`error`] is told of a connection that is being made.
pub(super) const CONNECTING: &str = "connecting";

/// Turns the driver's error about a connection that could not be made within `limit` into ours.
pub(super) fn connect_error(error: RedisError, params: &ConnectionParams, limit: Duration) -> Error {
    let is_tls = params.url.is_tls();
    let is_plain_tcp = matches!(params.url.address(), ServerAddress::Tcp { tls: false, .. });
    if error.is_timeout() {
        let given = match limit >= params.options.socket_connect_timeout {
            true => "`socket_connect_timeout` gives",
            // The rest was spent before, or is for another server.
            false => "this attempt had of `socket_timeout`",
        };
        // A server without TLS takes its beginning for half a command, and waits for the rest.
        let hint = if is_tls { "; does the server speak TLS at this port?" } else { "" };
        let millis = (limit.as_secs_f64() * 1e3).round();
        let message = format!("the timeout passed while connecting: no answer in the {millis} ms that {given}{hint}");
        return Error::new(ErrorKind::Timeout, message).with_source(error);
    }
    if error.kind() == DriverKind::Parse {
        let hint = if is_plain_tcp { ", or does it speak TLS (`valkeys://`)" } else { "" };
        let message =
            format!("the answer is not in Valkey's protocol; is it another program that listens there{hint}?");
        return Error::new(ErrorKind::Connection, message).with_source(error);
    }
    let is_closed = !error.is_connection_refusal() && error.is_connection_dropped();
    if error.kind() == DriverKind::Io && is_closed && tls::refusal(&error).is_none() {
        // It says so before it closes, but whoever is writing by then cannot read it any more.
        let hint = if is_plain_tcp { ", and those without TLS if it speaks TLS (`valkeys://`)" } else { "" };
        let message = format!(
            "the connection failed while connecting: {error}; a server closes new connections at once when its \
             `maxclients` are there{hint}"
        );
        return Error::new(ErrorKind::Connection, message).with_source(error);
    }
    self::error(error, CONNECTING)
}

/// Turns the driver's error into ours.
pub(super) fn error(error: RedisError, doing: &str) -> Error {
    if let Some((kind, message)) = tls::refusal(&error) {
        return Error::new(kind, message).with_source(error);
    }
    if error.is_timeout() {
        let message = format!("the timeout passed while {doing}; `socket_timeout` sets it");
        return Error::new(ErrorKind::Timeout, message).with_source(error);
    }
    match error.kind() {
        DriverKind::AuthenticationFailed => {
            // The driver keeps what the server said to itself.
            let message = format!(
                "the server refused the user name or the password, or has no password for this user: then leave it out\
                 {LOGIN}"
            );
            Error::new(ErrorKind::Auth, message).with_source(error)
        }
        DriverKind::Parse => {
            let message = "the answer is not in Valkey's protocol; is it another program that listens there?";
            Error::new(ErrorKind::Connection, message).with_source(error)
        }
        DriverKind::Io => {
            let message = format!("the connection failed while {doing}: {error}");
            Error::new(ErrorKind::Connection, message).with_source(error)
        }
        DriverKind::InvalidClientConfig | DriverKind::RESP3NotSupported => {
            Error::new(ErrorKind::Config, format!("the driver refuses the settings: {error}")).with_source(error)
        }
        // The driver's error is no source of these: it may quote the arguments of a command.
        _ => match error.code() {
            Some(code) => ServerError::new(code, error.detail().unwrap_or_default()).into(),
            None => {
                let text = error.to_string();
                let message = format!("the driver failed while {doing}: {}", without_arguments(&text));
                Error::new(ErrorKind::Server, message)
            }
        },
    }
}

/// Tells whether a connection must not be used again after this error.
pub(super) fn breaks_connection(error: &RedisError) -> bool {
    error.is_timeout() || error.is_unrecoverable_error() || matches!(error.kind(), DriverKind::Io | DriverKind::Parse)
}

/// Splits an error reply, which the driver may give as an error, from a failure.
#[cfg(feature = "async")]
pub(super) fn reply(result: redis::RedisResult<redis::Value>) -> redis::RedisResult<Reply> {
    match result {
        Ok(value) => Ok(value.into()),
        Err(error) if error.code().is_some() && !breaks_connection(&error) => {
            let code = error.code().unwrap_or_default();
            Ok(Reply::Error(ServerError::new(code, error.detail().unwrap_or_default())))
        }
        Err(error) => Err(error),
    }
}

/// Tells whether the server does not know a script yet.
pub(super) fn is_unknown_script(reply: &Reply) -> bool {
    matches!(reply, Reply::Error(error) if error.code == "NOSCRIPT")
}
