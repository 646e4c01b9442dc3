//! One word of a command, and how it is laid out for the wire.

use std::borrow::Cow;

use redis::{Cmd, RedisWrite as _};

use super::settings::Settings;
use crate::config::HashLayout;
use crate::error::{Error, ErrorKind, Result};
use crate::key::Key;

/// One word of a command after its name.
#[derive(Clone, Debug)]
pub enum Argument<'c> {
    /// A word of the command itself.
    Word(&'static str),
    /// Text as it is: a pattern's options, a token.
    Text(Cow<'c, str>),
    /// An integer.
    Int(i64),
    /// A floating point number.
    Float(f64),
    /// An encoded value.
    Value(Vec<u8>),
    /// A key; prefix and version are put before it.
    Key(Key<'c>),
    /// A key some versions above the one in use, or below.
    KeyMoved(Key<'c>, i64),
    /// The name of a hash: a key, or text as it is, as the hash layout says.
    Hash(Key<'c>),
    /// A field of a hash: text as it is, or with prefix and version, as the hash layout says.
    Field(Cow<'c, str>),
    /// A key as it is on the server, of which a program may have made bytes that are no text.
    KeyBytes(Vec<u8>),
    /// A pattern of keys; prefix and version are put before it, escaped.
    Pattern(Cow<'c, str>),
}

impl Argument<'_> {
    /// Tells whether it says which server the command goes to.
    pub(super) fn is_key(&self) -> bool {
        matches!(self, Argument::Key(_) | Argument::KeyMoved(..) | Argument::KeyBytes(_) | Argument::Hash(_))
    }

    /// Appends it as one word.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if it is the key of a version that there is not.
    pub(super) fn write(&self, cmd: &mut Cmd, settings: &Settings, version: Option<u64>) -> Result<()> {
        match self {
            Argument::Word(word) => cmd.write_arg(word.as_bytes()),
            Argument::Text(text) => cmd.write_arg(text.as_bytes()),
            Argument::Int(number) => {
                cmd.arg(number);
            }
            // Infinite scores are `inf` and `-inf` in Rust as in Valkey.
            Argument::Float(number) => cmd.write_arg_fmt(number),
            Argument::Value(bytes) | Argument::KeyBytes(bytes) => cmd.write_arg(bytes),
            Argument::Key(key) => write_key(cmd, settings, key, version),
            Argument::Hash(name) => write_key(cmd, settings, &hash_key(name, settings), version),
            Argument::Field(field) => match settings.hash_layout {
                HashLayout::Native => cmd.write_arg(field.as_bytes()),
                HashLayout::Django => write_key(cmd, settings, &Key::from(&**field), version),
            },
            Argument::KeyMoved(key, delta) => {
                let version = moved(settings, version, *delta)?;
                write_key(cmd, settings, key, Some(version));
            }
            Argument::Pattern(pattern) => {
                let pattern = settings.keys.make_pattern(pattern.as_ref(), version);
                cmd.write_arg(pattern.as_ref());
            }
        }
        Ok(())
    }

    /// Estimates the length in bytes, so that one allocation does for most commands.
    pub(super) fn size_hint(&self) -> usize {
        match self {
            Argument::Value(bytes) | Argument::KeyBytes(bytes) => bytes.len(),
            Argument::Text(text) | Argument::Field(text) | Argument::Pattern(text) => text.len(),
            Argument::Word(word) => word.len(),
            _ => 24,
        }
    }
}

fn write_key(cmd: &mut Cmd, settings: &Settings, key: &Key<'_>, version: Option<u64>) {
    let writer = cmd.writer_for_next_arg();
    settings.keys.text(key, version).write_to(writer).expect("a command's buffer takes every write");
}

/// Returns the key of a hash, which in Django's layout has no prefix and version.
fn hash_key<'a>(name: &'a Key<'_>, settings: &Settings) -> Key<'a> {
    match settings.hash_layout {
        HashLayout::Native => Key::from(name),
        HashLayout::Django => Key::Made(Cow::Borrowed(name.as_str())),
    }
}

/// Returns the first key among a command's words, as it is on the server.
pub(super) fn made_key(arguments: &[Argument<'_>], settings: &Settings, version: Option<u64>) -> Option<String> {
    arguments.iter().find_map(|argument| match argument {
        Argument::Key(key) => Some(settings.keys.make_key(key.clone(), version).to_string()),
        Argument::Hash(name) => Some(settings.keys.make_key(hash_key(name, settings), version).to_string()),
        Argument::KeyBytes(key) => Some(String::from_utf8_lossy(key).into_owned()),
        _ => None,
    })
}

/// Returns the version in use, moved by `delta`.
///
/// # Errors
///
/// `InvalidInput` if there is no such version.
pub(super) fn moved(settings: &Settings, version: Option<u64>, delta: i64) -> Result<u64> {
    let version = version.unwrap_or(settings.keys.version());
    version.checked_add_signed(delta).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidInput,
            format!("there is no version {version} + ({delta}); versions go from 0 to {}", u64::MAX),
        )
    })
}
