//! The error replies of the store, in the server's words.

use crate::operation::ServerError;

/// What a command of the store answers.
pub(super) type Answer<T = crate::operation::Reply> = Result<T, ServerError>;

/// Makes an error with the code `ERR`.
pub(super) fn err(text: impl Into<String>) -> ServerError {
    ServerError::new("ERR", text)
}

pub(super) fn wrong_type() -> ServerError {
    ServerError::new("WRONGTYPE", "Operation against a key holding the wrong kind of value")
}

/// Says that a command, named in lower case, came with too few or too many arguments.
pub(super) fn wrong_arity(command: &str) -> ServerError {
    err(format!("wrong number of arguments for '{command}' command"))
}

pub(super) fn syntax() -> ServerError {
    err("syntax error")
}

pub(super) fn not_an_integer() -> ServerError {
    err("value is not an integer or out of range")
}

pub(super) fn not_a_float() -> ServerError {
    err("value is not a valid float")
}

pub(super) fn not_positive() -> ServerError {
    err("value is out of range, must be positive")
}

/// Says that a count with a sign has no positive counterpart.
pub(super) fn out_of_range() -> ServerError {
    err(format!("value is out of range, value must between {} and {}", -i64::MAX, i64::MAX))
}

pub(super) fn overflow() -> ServerError {
    err("increment or decrement would overflow")
}

pub(super) fn not_finite() -> ServerError {
    err("increment would produce NaN or Infinity")
}

pub(super) fn no_such_key() -> ServerError {
    err("no such key")
}

pub(super) fn invalid_expiry(command: &str) -> ServerError {
    err(format!("invalid expire time in '{command}' command"))
}

/// Says that a command, or a whole group of them, needs a server.
pub(super) fn unsupported(command: &[u8]) -> ServerError {
    let command = String::from_utf8_lossy(command).to_uppercase();
    ServerError::new(
        "UNSUPPORTED",
        format!(
            "the store in this process does not know the command '{command}'; it needs a server: \
             open the cache with valkey:// instead of memory://"
        ),
    )
}
