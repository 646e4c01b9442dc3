//! Values with the time at which they are stale, as a herd client stores them: bytes within bytes.
//!
//! Pickle writes the tuple that django-valkey's herd client writes. What the other serializers wrote stands as it is in an
//! [envelope]. A value that has neither around it is read as it is.

mod deadline;
mod encoded;
mod entry;
mod envelope;
mod pickled;
mod stored;

pub(crate) use deadline::Deadline;
pub(crate) use encoded::Encoded;
#[cfg(feature = "pickle")]
pub(super) use entry::ENTRY;
pub(crate) use entry::Entry;
pub(super) use envelope::is_sealed;

#[cfg(test)]
mod tests;
