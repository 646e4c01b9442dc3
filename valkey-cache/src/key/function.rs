use std::fmt;

use super::{default_key_func, reverse_key};
use crate::Result;
use crate::registry::{Found, Kind, Place, Registration};

/// Makes the text of a key from key, prefix and version.
type Make = fn(&str, &str, u64) -> String;
/// Gives the key back from the text that `Make` made.
type Reverse = fn(&str) -> String;

/// How keys are made, and read back from what the server names.
///
/// The default writes `"{prefix}:{version}:{key}"`. Another one comes from code with [`KeyFunction::new`], or by the
/// name under which a plugin registered it with [`KeyFunction::named`].
#[derive(Clone, Copy, Default)]
pub struct KeyFunction(Inner);

#[derive(Clone, Copy, Default)]
enum Inner {
    #[default]
    Default,
    Custom {
        name: Option<&'static str>,
        make: Make,
        reverse: Option<Reverse>,
    },
}

const KIND: Kind<KeyFunction> = Kind {
    what: "key function",
    built_in: &[("default", KeyFunction(Inner::Default))],
    behind_features: &[],
    aliases: &[
        ("django.core.cache.backends.base.default_key_func", "default"),
        ("django_redis.util.default_reverse_key", "default"),
        ("django_valkey.util.default_reverse_key", "default"),
    ],
};

impl KeyFunction {
    /// Wraps a function that makes the text of a key from key, prefix and version.
    pub const fn new(make: fn(&str, &str, u64) -> String) -> Self {
        Self(Inner::Custom { name: None, make, reverse: None })
    }

    /// Adds the function that gives the key back from the text that was made.
    ///
    /// Without it, what the function puts in front of the empty key is cut off, and where that does not fit, the text
    /// is read as if the default key function had made it.
    pub const fn with_reverse(self, reverse: fn(&str) -> String) -> Self {
        match self.0 {
            Inner::Default => Self(Inner::Custom { name: None, make: default_key_func, reverse: Some(reverse) }),
            Inner::Custom { name, make, .. } => Self(Inner::Custom { name, make, reverse: Some(reverse) }),
        }
    }

    /// Takes the way back from another key function.
    pub const fn reversed_by(self, other: &Self) -> Self {
        match other.0 {
            Inner::Custom { reverse: Some(reverse), .. } => self.with_reverse(reverse),
            Inner::Custom { reverse: None, .. } => self,
            Inner::Default => match self.0 {
                Inner::Default => self,
                Inner::Custom { .. } => self.with_reverse(|made| reverse_key(made).to_owned()),
            },
        }
    }

    /// Finds a key function by the name under which it is registered; the built-in one is `"default"`, which is also
    /// what the paths of Django's and the reference's own functions stand for.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when the name is unknown or registered twice.
    pub fn named(name: &str) -> Result<Self> {
        match KIND.find(inventory::iter::<KeyFunctionRegistration>, name)? {
            Found::BuiltIn(function) => Ok(*function),
            Found::Plugin(plugin) => Ok(plugin.function),
        }
    }

    /// Returns the name, when the function has one.
    pub fn name(&self) -> Option<&'static str> {
        match self.0 {
            Inner::Default => Some("default"),
            Inner::Custom { name, .. } => name,
        }
    }

    /// Makes the text of a key.
    pub fn make(&self, key: &str, prefix: &str, version: u64) -> String {
        match self.0 {
            Inner::Default => default_key_func(key, prefix, version),
            Inner::Custom { make, .. } => make(key, prefix, version),
        }
    }

    /// Gives back the key from which `made` was made with this prefix and version.
    pub fn reverse(&self, made: &str, prefix: &str, version: u64) -> String {
        match self.0 {
            Inner::Custom { reverse: Some(reverse), .. } => reverse(made),
            Inner::Default | Inner::Custom { reverse: None, .. } => {
                let head = self.make("", prefix, version);
                made.strip_prefix(head.as_str()).unwrap_or_else(|| reverse_key(made)).to_owned()
            }
        }
    }

    pub(super) fn is_default(&self) -> bool {
        matches!(self.0, Inner::Default)
    }
}

impl fmt::Debug for KeyFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyFunction").field(&self.name().unwrap_or("unnamed")).finish()
    }
}

/// The entry by which a plugin makes a key function known by name.
///
/// ```
/// fn dashed(key: &str, prefix: &str, version: u64) -> String {
///     format!("{prefix}-{version}-{key}")
/// }
///
/// inventory::submit! {
///     valkey_cache::key::KeyFunctionRegistration::new("dashed", dashed, None, file!(), line!())
/// }
///
/// let function = valkey_cache::key::KeyFunction::named("dashed")?;
/// assert_eq!(function.make("user", "app", 1), "app-1-user");
/// # Ok::<_, valkey_cache::Error>(())
/// ```
#[derive(Debug)]
pub struct KeyFunctionRegistration {
    name: &'static str,
    function: KeyFunction,
    place: Place,
}

impl KeyFunctionRegistration {
    /// Makes the entry; `file` and `line` tell where, should the name be taken twice.
    pub const fn new(
        name: &'static str,
        make: fn(&str, &str, u64) -> String,
        reverse: Option<fn(&str) -> String>,
        file: &'static str,
        line: u32,
    ) -> Self {
        let function = KeyFunction(Inner::Custom { name: Some(name), make, reverse });
        Self { name, function, place: Place { file, line } }
    }
}

impl Registration for KeyFunctionRegistration {
    fn name(&self) -> &'static str {
        self.name
    }

    fn place(&self) -> Place {
        self.place
    }
}

inventory::collect!(KeyFunctionRegistration);

/// Returns the names of all key functions that can be configured, sorted.
pub fn registered_key_functions() -> Vec<&'static str> {
    KIND.names(inventory::iter::<KeyFunctionRegistration>)
}
