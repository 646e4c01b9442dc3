//! [`Reply`]: what a server answers, the same for RESP2, RESP3 and the store in this process.

use crate::error::{Error, ErrorKind, Result};

/// A server's answer to one command.
///
/// The protocol version ends here: maps come as flat lists of key and value, sets as lists, booleans as integers.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Nothing: the key or the member does not exist, or a condition was not met.
    Nil,
    /// The status `OK`.
    Ok,
    /// An integer; RESP3 booleans are 0 and 1.
    Int(i64),
    /// A RESP3 double.
    Double(f64),
    /// A string of bytes, or a status other than `OK`.
    Bytes(Vec<u8>),
    /// A list, a set, or a map as key, value, key, value.
    List(Vec<Reply>),
    /// An error reply; beside others in a batch.
    Error(ServerError),
}

/// An error reply: `WRONGTYPE Operation against a key …` has the code `WRONGTYPE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerError {
    /// The first word, in capitals.
    pub code: String,
    /// The rest of the line.
    pub message: String,
}

impl ServerError {
    /// Makes an error reply from its code and its text.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }

    /// Tells whether the server, not the command, is at fault, so that the same command may succeed later or elsewhere.
    pub fn is_transient(&self) -> bool {
        self.kind().is_transient()
    }

    /// Returns the kind of error that this reply means to a caller.
    pub fn kind(&self) -> ErrorKind {
        match self.code.as_str() {
            "WRONGTYPE" => ErrorKind::WrongType,
            "NOAUTH" | "WRONGPASS" | "NOPERM" => ErrorKind::Auth,
            "OOM" => ErrorKind::OutOfMemory,
            "UNSUPPORTED" => ErrorKind::Unsupported,
            "READONLY" | "LOADING" | "MASTERDOWN" | "BUSY" => ErrorKind::Unavailable,
            "CLUSTERDOWN" | "TRYAGAIN" | "MOVED" | "ASK" => ErrorKind::Unavailable,
            "NOKEY" => ErrorKind::KeyMissing,
            "ERR" if self.message.starts_with("no such key") => ErrorKind::KeyMissing,
            "ERR" if self.message.starts_with("max number of clients") => ErrorKind::Unavailable,
            "ERR" if self.message.contains("would overflow") => ErrorKind::Overflow,
            // What is stored is no number: what this crate sends always is one.
            "ERR" if self.message.contains("value is not a") => ErrorKind::WrongType,
            _ => ErrorKind::Server,
        }
    }
}

impl From<ServerError> for Error {
    fn from(error: ServerError) -> Self {
        if error.kind() == ErrorKind::KeyMissing {
            let message = "the key does not exist, and this operation changes only one that does; store it first, \
                           such as with `add`";
            return Error::new(error.kind(), message);
        }
        let text = match error.message.is_empty() {
            true => error.code.clone(),
            false => format!("{} {}", error.code, error.message),
        };
        let advice = match error.kind() {
            ErrorKind::OutOfMemory => {
                "; reads go on; raise `maxmemory` of the server, give it a `maxmemory-policy` that evicts, or store less"
            }
            ErrorKind::Unavailable if error.message.starts_with("max number of clients") => {
                "; raise `maxclients` of the server, or lower `connections` or `max_connections` of its caches"
            }
            _ => "",
        };
        Error::new(error.kind(), format!("the server answered: {text}{advice}"))
    }
}

impl Reply {
    /// Turns an error reply into an error and leaves the others alone.
    pub fn into_result(self) -> Result<Self> {
        match self {
            Reply::Error(error) => Err(error.into()),
            reply => Ok(reply),
        }
    }
}

impl From<redis::Value> for Reply {
    fn from(value: redis::Value) -> Self {
        use redis::{ToRedisArgs as _, Value};
        match value {
            Value::Nil => Reply::Nil,
            Value::Okay => Reply::Ok,
            Value::Int(n) => Reply::Int(n),
            Value::Boolean(b) => Reply::Int(b.into()),
            Value::Double(x) => Reply::Double(x),
            Value::BulkString(bytes) => Reply::Bytes(bytes),
            Value::SimpleString(text) | Value::VerbatimString { text, .. } => Reply::Bytes(text.into_bytes()),
            // Its type depends on which features of the driver other crates of the program turn on.
            Value::BigNumber(number) => Reply::Bytes(number.to_redis_args().concat()),
            Value::Array(items) | Value::Set(items) | Value::Push { data: items, .. } => {
                Reply::List(items.into_iter().map(Reply::from).collect())
            }
            Value::Map(pairs) => Reply::List(pairs.into_iter().flat_map(|(k, v)| [k.into(), v.into()]).collect()),
            Value::Attribute { data, .. } => (*data).into(),
            Value::ServerError(error) => {
                Reply::Error(ServerError::new(error.code(), error.details().unwrap_or_default()))
            }
            // `redis::Value` is open to new variants.
            other => Reply::Error(ServerError::new("ERR", format!("a reply of an unknown form: {other:?}"))),
        }
    }
}
