//! The attribute macros of `valkey-cache`.
//!
//! `valkey-cache` re-exports all four; depend on that crate, not on this one. What the macros emit only wires the
//! user's types to items of `valkey_cache::__private`; it holds no logic.
//!
//! An expansion goes through `attr` (reads options, each with its span), `check` (looks at the item) and `expand`
//! (writes the tokens). Mistakes are collected on the way and reported together.

mod attr;
mod backend;
mod errors;
mod item;
mod plugin;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Turns a struct into a cache backend and registers it by name.
///
/// It belongs on a struct without generics: a unit struct, or one with fields, which then become arguments of
/// `open` and `from_config`. A field that holds the cache's connections and settings is added last. Write `#[derive]`
/// below this attribute, so that it sees that field too.
///
/// | option | value | without it |
/// |---|---|---|
/// | `client` | a type that implements `BaseClient` | an error: it is required |
/// | `factory` | a type that implements `BaseConnectionFactory` | the default factory of the client |
/// | `name` | the name that a configuration uses, a string | the name of the struct |
/// | `serializer` | the name of a serializer, a string | `"json"` |
/// | `compressor` | the name of a compressor, a string | `"identity"` |
/// | `key_prefix` | a string, which may be empty | `""` |
/// | `version` | the version of the keys, a whole number | `1` |
/// | `timeout` | seconds, or `"never"` | `300` |
/// | `crate` | the path of `valkey-cache`, where it is renamed or re-exported | `::valkey_cache` |
///
/// A configuration overrides `serializer`, `compressor`, `key_prefix`, `version` and `timeout`.
///
/// ```ignore
/// /// The cache of one tenant.
/// #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "app", timeout = 300)]
/// #[derive(Clone, Debug)]
/// pub struct TenantCache {
///     tenant: String,
/// }
///
/// let cache = TenantCache::open("valkey://127.0.0.1:6379/1", "acme".to_owned())?;
/// ```
///
/// The type of a field must be at least as visible as the struct.
#[proc_macro_attribute]
pub fn cache_backend(args: TokenStream, item: TokenStream) -> TokenStream {
    backend::expand(args.into(), item.into()).into()
}

/// Registers a serializer, so that a configuration finds it by name.
///
/// It belongs on an `impl Serializer for …` block without generics. The type is what serde builds from the options
/// beside the name, so it must implement `serde::Deserialize`.
///
/// | option | value | without it |
/// |---|---|---|
/// | `name` | letters, digits, `_`, `-` and `.` in a string | an error: it is required |
/// | `crate` | the path of `valkey-cache`, where it is renamed or re-exported | `::valkey_cache` |
///
/// ```ignore
/// #[derive(Deserialize)]
/// struct Ron;
///
/// #[serializer(name = "ron")]
/// impl Serializer for Ron { /* … */ }
/// ```
#[proc_macro_attribute]
pub fn serializer(args: TokenStream, item: TokenStream) -> TokenStream {
    plugin::codec::expand(&plugin::codec::SERIALIZER, args.into(), item.into()).into()
}

/// Registers a compressor, so that a configuration finds it by name.
///
/// It belongs on an `impl Compressor for …` block without generics. The type is what serde builds from the options
/// beside the name, so it must implement `serde::Deserialize`.
///
/// | option | value | without it |
/// |---|---|---|
/// | `name` | letters, digits, `_`, `-` and `.` in a string | an error: it is required |
/// | `crate` | the path of `valkey-cache`, where it is renamed or re-exported | `::valkey_cache` |
///
/// ```ignore
/// #[derive(Deserialize)]
/// struct Rot13 { #[serde(default)] shift: u8 }
///
/// #[compressor(name = "rot13")]
/// impl Compressor for Rot13 { /* compress, decompress */ }
/// ```
#[proc_macro_attribute]
pub fn compressor(args: TokenStream, item: TokenStream) -> TokenStream {
    plugin::codec::expand(&plugin::codec::COMPRESSOR, args.into(), item.into()).into()
}

/// Registers a key function, so that a configuration finds it by name.
///
/// It belongs on a `fn(key: &str, prefix: &str, version: u64) -> String`.
///
/// | option | value | without it |
/// |---|---|---|
/// | `name` | letters, digits, `_`, `-` and `.` in a string | an error: it is required |
/// | `reverse` | the path of a `fn(&str) -> String` that gives back the key | made keys cannot be reversed |
/// | `crate` | the path of `valkey-cache`, where it is renamed or re-exported | `::valkey_cache` |
///
/// ```ignore
/// #[key_function(name = "tenant")]
/// fn tenant_key(key: &str, prefix: &str, version: u64) -> String {
///     format!("{{{prefix}}}:{version}:{key}")
/// }
/// ```
#[proc_macro_attribute]
pub fn key_function(args: TokenStream, item: TokenStream) -> TokenStream {
    plugin::key_function::expand(args.into(), item.into()).into()
}
