use std::borrow::Cow;
use std::fmt;
use std::iter;

use serde::de::DeserializeOwned;

use super::depth::Limited;
use super::fallbacks::Fallbacks;
use super::number::Number;
use super::packed::is_sealed;
use super::{AnyCompressor, AnySerializer, BoxError, Recognised, TooLarge};
use crate::{Error, ErrorKind, Result};

/// Reads a value from the bytes that are stored.
///
/// The text of a number is a number when `T` takes it: an integer keeps all its digits, a float takes integers too.
/// Other bytes are decompressed, and taken as they are when that fails; then they are deserialized.
///
/// # Errors
///
/// [`Decode`](ErrorKind::Decode) when the bytes hold no value of type `T`, or decompress to more than
/// [`max_decompressed_size`](AnyCompressor::max_decompressed_size). The text tells everything that was tried.
pub fn decode<T>(bytes: &[u8], serializer: &AnySerializer, compressor: &AnyCompressor) -> Result<T>
where
    T: DeserializeOwned,
{
    read(bytes, serializer, compressor, &Fallbacks::NONE, std::any::type_name::<T>())
}

/// Reads a value in the order that [`Codec::with_fallbacks`](super::Codec::with_fallbacks) tells; errors call its type
/// `type_name`.
pub(super) fn read<T: DeserializeOwned>(
    bytes: &[u8],
    serializer: &AnySerializer,
    compressor: &AnyCompressor,
    fallbacks: &Fallbacks,
    type_name: &str,
) -> Result<T> {
    let mut tried = Tried { number: None, attempts: Vec::new(), is_named: !fallbacks.is_empty() };
    if let Some(number) = Number::recognise(bytes) {
        match T::deserialize(Limited::new(number, bytes.len())) {
            Ok(value) => return Ok(value),
            Err(reason) => tried.number = Some((number, reason)),
        }
    }
    for form in forms(bytes, compressor, &fallbacks.compressors) {
        let payload = match form.restore(bytes, serializer)? {
            Ok(payload) => payload,
            Err(reason) => {
                tried.attempts.push(Attempt { form, serializer: None, reason });
                continue;
            }
        };
        for serializer in iter::once(serializer).chain(&fallbacks.serializers) {
            match serializer.read(&payload) {
                Ok(value) => return Ok(value),
                Err(reason) => tried.attempts.push(Attempt { form, serializer: Some(serializer.name()), reason }),
            }
        }
        if let Form::Marked(_) = form {
            break;
        }
    }
    let (serializer, compressor) = (serializer.name(), compressor.name());
    let others = if fallbacks.is_empty() { String::new() } else { format!(", nor with its fallbacks {fallbacks}") };
    let length = bytes.len();
    let herd = if is_sealed(bytes) { "; a herd client stored them: read them with `HerdClient`" } else { "" };
    Err(Error::new(
        ErrorKind::Decode,
        format!(
            "the {length} stored bytes are no value of type {type_name} in the codec '{serializer}' with \
             '{compressor}'{others}: {tried}{herd}"
        ),
    ))
}

/// Finds the payload that `take` takes, in the order in which values are read.
pub(super) fn payload<'b, T>(
    bytes: &'b [u8],
    serializer: &AnySerializer,
    compressor: &AnyCompressor,
    fallbacks: &Fallbacks,
    mut take: impl FnMut(&[u8]) -> Option<T>,
) -> Option<(Cow<'b, [u8]>, T)> {
    forms(bytes, compressor, &fallbacks.compressors).find_map(|form| {
        let payload = form.restore(bytes, serializer).ok()?.ok()?;
        let taken = take(&payload)?;
        Some((payload, taken))
    })
}

/// What stored bytes may be.
#[derive(Clone, Copy)]
enum Form<'c> {
    /// What this compressor wrote: they carry its mark.
    Marked(&'c AnyCompressor),
    /// What this compressor wrote, as far as it can tell.
    Guessed(&'c AnyCompressor),
    /// What a serializer wrote.
    AsStored,
}

fn forms<'c>(bytes: &[u8], own: &'c AnyCompressor, fallbacks: &'c [AnyCompressor]) -> impl Iterator<Item = Form<'c>> {
    let of = move |recognised, compressor: &&AnyCompressor| compressor.recognise(bytes) == recognised;
    let marked = iter::once(own).chain(fallbacks).filter(move |compressor| of(Recognised::Yes, compressor));
    let guess = iter::once(own).filter(move |compressor| of(Recognised::Perhaps, compressor));
    let last_guesses = fallbacks.iter().filter(move |compressor| of(Recognised::Perhaps, compressor));
    marked
        .map(Form::Marked)
        .chain(guess.map(Form::Guessed))
        .chain(iter::once(Form::AsStored))
        .chain(last_guesses.map(Form::Guessed))
}

impl<'c> Form<'c> {
    fn compressor(self) -> Option<&'c AnyCompressor> {
        match self {
            Self::Marked(compressor) | Self::Guessed(compressor) => Some(compressor),
            Self::AsStored => None,
        }
    }

    /// Returns the payload, or why there is none.
    ///
    /// # Errors
    ///
    /// `Decode` when it is larger than it may be, and there is no doubt that it is one.
    fn restore<'b>(self, bytes: &'b [u8], serializer: &AnySerializer) -> Result<Result<Cow<'b, [u8]>, BoxError>> {
        let Some(compressor) = self.compressor() else { return Ok(Ok(Cow::Borrowed(bytes))) };
        match compressor.restore(bytes) {
            Ok(payload) => Ok(Ok(Cow::Owned(payload))),
            // What looks like a huge payload by chance is left to a serializer that knows its own values.
            Err(reason)
                if reason.is::<TooLarge>()
                    && (matches!(self, Self::Marked(_)) || !serializer.refuses_other_formats()) =>
            {
                Err(compressor.decode_error(bytes, &reason))
            }
            Err(reason) => Ok(Err(reason)),
        }
    }
}

/// What was tried to read a value, and why each failed.
struct Tried<'a> {
    number: Option<(Number<'a>, serde::de::value::Error)>,
    attempts: Vec<Attempt<'a>>,
    /// Whether there is more than one serializer or compressor to speak of.
    is_named: bool,
}

struct Attempt<'a> {
    form: Form<'a>,
    /// None when it could not even be decompressed.
    serializer: Option<&'static str>,
    reason: BoxError,
}

impl fmt::Display for Tried<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((number, reason)) = &self.number {
            write!(f, "they read as {number}, but {reason}; as no number: ")?;
        }
        let was_compressed = self.attempts.iter().any(|attempt| attempt.form.compressor().is_some());
        for (index, Attempt { form, serializer, reason }) in self.attempts.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "; " })?;
            let with = match form.compressor() {
                Some(compressor) if self.is_named => format!(" with '{}'", compressor.name()),
                _ => String::new(),
            };
            match (form, serializer) {
                (_, None) => write!(f, "decompressing{with} failed: ")?,
                (Form::Marked(_) | Form::Guessed(_), Some(_)) => write!(f, "decompressed{with}: ")?,
                (Form::AsStored, Some(_)) if was_compressed => f.write_str("as not compressed: ")?,
                (Form::AsStored, Some(_)) => {}
            }
            match serializer {
                Some(serializer) if self.is_named => write!(f, "'{serializer}': {reason}")?,
                _ => write!(f, "{reason}")?,
            }
        }
        Ok(())
    }
}
