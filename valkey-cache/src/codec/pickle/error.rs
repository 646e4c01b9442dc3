use std::fmt;

/// What is wrong with a pickle, or with a value that should become one.
///
/// It is one word, since every step of reading and writing hands one on, or might.
#[derive(Debug)]
pub(super) struct PickleError(Box<Message>);

#[derive(Debug)]
struct Message(String);

impl PickleError {
    #[cold]
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Message(message.into())))
    }
}

impl fmt::Display for PickleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.0)
    }
}

impl std::error::Error for PickleError {}

impl serde::ser::Error for PickleError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

impl serde::de::Error for PickleError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}
