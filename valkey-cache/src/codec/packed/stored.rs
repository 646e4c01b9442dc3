use serde::de::{DeserializeOwned, IgnoredAny};

use super::{Deadline, Entry, envelope, pickled};
use crate::Result;
use crate::codec::{AnySerializer, Codec};

impl Codec {
    /// Reads a value from stored bytes, and when it is stale if a herd client packed it.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    pub(crate) fn unpack<T: DeserializeOwned>(&self, stored: &[u8]) -> Result<Entry<T>> {
        if let Some((deadline, bare)) = envelope::open(stored)
            && let Ok(value) = self.decode(bare)
        {
            return Ok(Entry { value, deadline: Some(deadline) });
        }
        self.decode_as::<Entry<T>>(stored, std::any::type_name::<T>())
    }

    /// Returns when stored bytes are stale; nothing if no herd client packed them.
    pub(crate) fn deadline(&self, stored: &[u8]) -> Option<Deadline> {
        match envelope::open(stored) {
            Some((deadline, _)) => Some(deadline),
            None => self.unpack::<IgnoredAny>(stored).ok()?.deadline,
        }
    }

    /// Returns stored bytes with another time at which they are stale, `from` being the one they have.
    ///
    /// # Errors
    ///
    /// `Unsupported`, if they are a pickle that does not end in the way of Python's picklers.
    pub(crate) fn redate(&self, stored: &[u8], from: Deadline, to: Deadline) -> Result<Vec<u8>> {
        if let Some((_, bare)) = envelope::open(stored) {
            return Ok(envelope::seal(bare, to));
        }
        let is_packed = |serializer: &AnySerializer, payload: &[u8]| {
            let entry = || serializer.read::<Entry<IgnoredAny>>(payload);
            serializer.is_pickle() && entry().is_ok_and(|entry| entry.deadline.is_some())
        };
        let (pickle, serializer) = self.payload(stored, is_packed).ok_or_else(pickled::unknown)?;
        let mut pickle = pickle.into_owned();
        pickled::redate(&mut pickle, serializer, from, to)?;
        self.compress(pickle)
    }
}
