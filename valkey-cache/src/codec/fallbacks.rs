//! What else the stored values of a cache may have been written with.

use std::fmt;

use super::{AnyCompressor, AnySerializer, Recognised};
use crate::{Error, ErrorKind, Result};

/// The serializers and compressors that a codec reads with where its own ones fail, in the order in which they are
/// tried.
#[derive(Clone, Debug, Default)]
pub(super) struct Fallbacks {
    pub(super) serializers: Vec<AnySerializer>,
    pub(super) compressors: Vec<AnyCompressor>,
}

impl Fallbacks {
    pub(super) const NONE: Self = Self { serializers: Vec::new(), compressors: Vec::new() };

    /// Takes them, for a codec with the serializer `own`.
    ///
    /// # Errors
    ///
    /// `Config` when values of one could be misread by another.
    pub(super) fn new(
        own: &AnySerializer,
        serializers: Vec<AnySerializer>,
        mut compressors: Vec<AnyCompressor>,
    ) -> Result<Self> {
        // What is not compressed is read without being named.
        compressors.retain(|compressor| !compressor.is_identity());
        let all = || std::iter::once(own).chain(&serializers);
        if let Some(greedy) = all().find(|serializer| !serializer.refuses_other_formats()) {
            let greedy = greedy.name();
            if !serializers.is_empty() {
                return refused(&format!(
                    "serializer '{greedy}' may take the values of another one for its own, so it cannot be used with \
                     'fallback_serializers' (one of a plugin says that it does not by `refuses_other_formats`)"
                ));
            }
            if let Some(unmarked) = compressors.iter().find(|compressor| !compressor.has_mark()) {
                let unmarked = unmarked.name();
                return refused(&format!(
                    "what compressor '{unmarked}' wrote has no mark, and serializer '{greedy}' may take it for its own, \
                     so '{unmarked}' cannot be one of the 'fallback_compressors'"
                ));
            }
        }
        for (index, one) in all().enumerate() {
            if let Some(other) = all().skip(index + 1).find(|other| are_alike(one.name(), other.name())) {
                let (one, other) = (one.name(), other.name());
                return refused(&format!(
                    "serializers '{one}' and '{other}' read some of each other's values, so neither can be a fallback of \
                     the other"
                ));
            }
        }
        Ok(Self { serializers, compressors })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.serializers.is_empty() && self.compressors.is_empty()
    }

    /// Makes the bytes to be stored, so that no fallback takes them for its own by a mark that they carry.
    ///
    /// # Errors
    ///
    /// `Encode` when `own` cannot tell them from that, since it compresses nothing.
    pub(super) fn pack(&self, payload: Vec<u8>, own: &AnyCompressor) -> Result<Vec<u8>> {
        let claims =
            |other: &&AnyCompressor| other.recognise(&payload) == Recognised::Yes && other.would_restore(&payload);
        match self.compressors.iter().find(claims) {
            None => own.pack(payload),
            Some(_) if !own.is_identity() => own.compress(&payload),
            Some(other) => {
                let message = format!(
                    "the serialized value would be read as what the fallback compressor '{}' wrote; choose a \
                     compressor, so that it can be told from that",
                    other.name()
                );
                Err(Error::new(ErrorKind::Encode, message))
            }
        }
    }
}

fn refused(why: &str) -> Result<Fallbacks> {
    let message = format!("{why}; change 'version' or 'key_prefix' together with the codec instead");
    Err(Error::new(ErrorKind::Config, message))
}

/// Tells whether some bytes are values of both formats: the bytes that begin a list or a map in one of the two are
/// those of a map or a text in the other.
fn are_alike(one: &str, other: &str) -> bool {
    let is_msgpack = |name| matches!(name, "msgpack" | "msgspec_msgpack");
    (one == "cbor" && is_msgpack(other)) || (is_msgpack(one) && other == "cbor")
}

impl fmt::Display for Fallbacks {
    /// Lists the names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.serializers.iter().map(AnySerializer::name);
        for (index, name) in names.chain(self.compressors.iter().map(AnyCompressor::name)).enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}'{name}'")?;
        }
        Ok(())
    }
}
