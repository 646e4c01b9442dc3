//! What a node of a service is, and what it says that it is.

use redis::Value;

use crate::error::{Error, ErrorKind, Result};

/// What a node of a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::factory) enum Role {
    Primary,
    Replica,
}

impl Role {
    /// Checks what a server says that it is. See [ROLE](https://valkey.io/commands/role).
    ///
    /// # Errors
    ///
    /// `Unavailable`, if it is not this: the sentinels, or what we know from them, are behind.
    pub(in crate::factory) fn check(self, answer: &Value) -> Result<()> {
        let (expected, text) = match self {
            Role::Primary => ("master", "the primary"),
            Role::Replica => ("slave", "a replica"),
        };
        match answer {
            Value::Array(words) => match words.first() {
                Some(Value::BulkString(found)) if found != expected.as_bytes() => {
                    let found = String::from_utf8_lossy(found);
                    let message = format!("the sentinels name this server as {text}, and it says that it is a {found}");
                    Err(Error::new(ErrorKind::Unavailable, message))
                }
                _ => Ok(()),
            },
            // Who may not ask has to believe the sentinels.
            _ => Ok(()),
        }
    }
}
