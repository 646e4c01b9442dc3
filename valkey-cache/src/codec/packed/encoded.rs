use serde::Serialize;

use super::{Deadline, envelope, pickled};
use crate::Result;
use crate::codec::{Codec, HerdMarker};

/// A value that is encoded, but for the time at which it is stale, which is not known yet.
#[derive(Clone, Debug)]
pub(crate) struct Encoded {
    bare: Vec<u8>,
    /// The pickle of a packed value, not compressed yet, with a time that only holds the place.
    packed: Option<Vec<u8>>,
}

/// As long in a pickle as the times of this decade.
const PLACEHOLDER: Deadline = Deadline::Whole(i32::MAX as i64);

impl Encoded {
    /// Makes one that nothing is put around.
    pub(crate) fn bare(bytes: Vec<u8>) -> Self {
        Self { bare: bytes, packed: None }
    }

    /// Encodes a value for a herd client.
    ///
    /// Pickle refers to what it has written by number, so a value cannot be put into a tuple later on: it is written
    /// twice.
    ///
    /// # Errors
    ///
    /// `Encode`, if the serializer or the compressor refuses it.
    pub(crate) fn of_herd<T: Serialize + ?Sized>(value: &T, codec: &Codec) -> Result<Self> {
        let serializer = codec.serializer();
        let packed = serializer.is_pickle().then(|| serializer.serialize(&(HerdMarker, value, PLACEHOLDER)));
        Ok(Self { bare: codec.encode(value)?, packed: packed.transpose()? })
    }

    /// Returns about how many bytes it will have.
    pub(crate) fn len(&self) -> usize {
        self.bare.len()
    }

    /// Returns the bytes with nothing around them.
    pub(crate) fn into_bare(self) -> Vec<u8> {
        self.bare
    }

    /// Returns the bytes that a herd client stores: packed, if there is a time at which they are stale.
    ///
    /// # Errors
    ///
    /// `Encode`, if the compressor refuses them.
    pub(crate) fn seal(self, codec: &Codec, deadline: Option<Deadline>) -> Result<Vec<u8>> {
        let Some(deadline) = deadline else {
            // What looks like an envelope is put into one, so that it is not opened.
            let is_bare = envelope::open(&self.bare).is_none();
            return Ok(if is_bare { self.bare } else { envelope::seal(&self.bare, Deadline::NEVER) });
        };
        match self.packed {
            Some(mut pickle) => {
                pickled::redate(&mut pickle, codec.serializer(), PLACEHOLDER, deadline)?;
                codec.compress(pickle)
            }
            None => Ok(envelope::seal(&self.bare, deadline)),
        }
    }
}
