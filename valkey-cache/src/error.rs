//! The one error type of the crate.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// What an operation of this crate answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in a form that code can match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration is wrong, or does not fit the server; nothing was done.
    Config,
    /// An argument of the call is wrong; nothing was sent.
    InvalidInput,
    /// A value could not be serialized or compressed; nothing was sent.
    Encode,
    /// A stored value, or a reply, could not be read as the type that was asked for.
    Decode,
    /// No connection could be made, or the connection broke.
    Connection,
    /// The operation took longer than its timeout.
    Timeout,
    /// The server refused the user name, the password or the permission; or a certificate was refused, by either side.
    Auth,
    /// The key holds another kind of value (`WRONGTYPE`), or text where the operation needs a number.
    WrongType,
    /// The operation needs a key that exists, and it does not.
    KeyMissing,
    /// The number would not fit into 64 bits; nothing was changed.
    Overflow,
    /// The server cannot serve this at the moment: it loads its data, is a replica, or runs a long script.
    Unavailable,
    /// The server is out of memory and refuses writes (`OOM`).
    OutOfMemory,
    /// Any other error reply of the server.
    Server,
    /// This cache, or the store in this process, cannot do this.
    Unsupported,
    /// The lock is not held (any more) by this token.
    LockLost,
    /// Another caller was loading the value, and its loader failed or panicked; or a loader asks for its own key.
    Load,
}

impl ErrorKind {
    /// Tells whether the same call may succeed later: the server or the way to it was at fault, not the call.
    pub fn is_transient(self) -> bool {
        matches!(self, ErrorKind::Connection | ErrorKind::Timeout | ErrorKind::Unavailable)
    }
}

/// The error of every operation: its kind, its context and its cause.
///
/// The text never holds a password. Clones share the cause.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static str>,
    key: Option<String>,
    server: Option<Server>,
    alias: Option<String>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// Who was asked.
#[derive(Clone)]
struct Server {
    /// What the name is of.
    what: &'static str,
    name: String,
}

impl Error {
    /// Makes an error from its kind and a sentence that says what was found, what was expected and what to do.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            key: None,
            server: None,
            alias: None,
            source: None,
        }))
    }

    /// Adds the cause.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into().into());
        self
    }

    pub(crate) fn with_operation(mut self, operation: &'static str) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    pub(crate) fn with_key(mut self, key: impl Into<String>) -> Self {
        if self.0.key.is_none() {
            self.0.key = Some(key.into());
        }
        self
    }

    pub(crate) fn with_server(self, server: impl Into<String>) -> Self {
        self.about("server", server)
    }

    /// Says which service of Sentinel it is about, where no server of it was asked.
    pub(crate) fn with_service(self, name: impl Into<String>) -> Self {
        self.about("service", name)
    }

    fn about(mut self, what: &'static str, name: impl Into<String>) -> Self {
        if self.0.server.is_none() {
            self.0.server = Some(Server { what, name: name.into() });
        }
        self
    }

    pub(crate) fn with_alias(mut self, alias: impl Into<String>) -> Self {
        if self.0.alias.is_none() {
            self.0.alias = Some(alias.into());
        }
        self
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Tells whether the same call may succeed later: the server or the way to it was at fault, not the call.
    pub fn is_transient(&self) -> bool {
        self.kind().is_transient()
    }

    /// Returns the operation that failed: Valkey's name for a command (`GET`), the method's for anything else
    /// (`get_many`).
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns the key, as it is on the server.
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// Returns the server's address, without credentials; the name of a service of Sentinel, if none of its servers was
    /// asked.
    pub fn server(&self) -> Option<&str> {
        self.0.server.as_ref().map(|server| server.name.as_str())
    }

    /// Returns the alias of the configured cache.
    pub fn alias(&self) -> Option<&str> {
        self.0.alias.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { message, operation, key, server, alias, .. } = &*self.0;
        if let Some(alias) = alias {
            write!(f, "cache '{alias}': ")?;
        }
        if let Some(operation) = operation {
            write!(f, "{operation}")?;
            if let Some(key) = key {
                write!(f, " '{key}'")?;
            }
            write!(f, ": ")?;
        } else if let Some(key) = key {
            write!(f, "key '{key}': ")?;
        }
        f.write_str(message)?;
        if let Some(Server { what, name }) = server {
            write!(f, " ({what} {name})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    /// Writes kind and text in one line, since this is what `main` shows of an error; `{:#?}` writes all parts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, message, operation, key, server: _, alias, source } = &*self.0;
        if !f.alternate() {
            return write!(f, "{kind:?}: {self}");
        }
        f.debug_struct("Error")
            .field("kind", kind)
            .field("message", message)
            .field("operation", operation)
            .field("key", key)
            .field("server", &self.server())
            .field("alias", alias)
            .field("source", source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
