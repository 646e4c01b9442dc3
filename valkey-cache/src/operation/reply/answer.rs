//! [`Reply`]: what a server answers, the same for RESP2, RESP3 and the store in this process.

use super::ServerError;
use crate::error::Result;

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
            _ => Reply::Error(ServerError::new("ERR", "a reply of an unknown form")),
        }
    }
}
