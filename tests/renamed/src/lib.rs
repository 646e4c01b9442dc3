//! A library that renames `valkey-cache` in its manifest, re-exports it, and forbids what can be forbidden.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused, future_incompatible, rust_2018_idioms)]
#![deny(missing_copy_implementations, missing_debug_implementations, unnameable_types, unused_qualifications)]
#![deny(clippy::all, clippy::pedantic)]

pub use cache as re_exported;

use cache::codec::{BoxError, Compressor, Serializer, Slot, erased_serde};
use cache::prelude::*;
use serde::Deserialize;

/// A backend without fields.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, crate = cache)]
#[derive(Clone, Debug)]
pub struct AppCache;

/// A backend with fields, through a name of this crate's own.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, crate = crate::re_exported)]
#[derive(Clone, Debug)]
pub struct TenantCache {
    /// Whose cache it is.
    pub tenant: String,
}

/// A module, and one in it.
pub mod outer {
    /// The inner one.
    pub mod inner {
        use cache::prelude::*;

        /// A backend whose field has no name.
        #[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, crate = ::cache)]
        #[derive(Clone, Debug)]
        pub struct Nested(pub u8);
    }
}

/// Leaves bytes as they are.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Same {}

#[compressor(name = "same", crate = cache)]
impl Compressor for Same {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }
}

/// Refuses every value.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Nothing {}

#[serializer(name = "nothing", crate = cache)]
impl Serializer for Nothing {
    fn serialize(&self, _value: &dyn erased_serde::Serialize, _out: &mut Vec<u8>) -> Result<(), BoxError> {
        Err("nothing can be stored".into())
    }

    fn deserialize(&self, _bytes: &[u8], _slot: Slot<'_>) -> Result<(), BoxError> {
        Err("nothing can be read".into())
    }
}

/// Puts bars between the parts of a key.
#[must_use]
#[key_function(name = "bars", crate = cache)]
pub fn bars(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}|{version}|{key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_registered_and_opens() {
        // Which of those of the library there are depends on the features that others turn on.
        let mut own = cache::registered_backends();
        own.retain(|name| !name.ends_with("ValkeyCache"));
        assert_eq!(own, ["AppCache", "Nested", "TenantCache"]);
        assert!(cache::registered_compressors().contains(&"same"));
        assert!(cache::registered_serializers().contains(&"nothing"));

        let config = cache::CacheConfig::new().location("memory://").key_function("bars");
        assert_eq!(AppCache::from_config(&config).unwrap().make_key("a", None).as_str(), "|1|a");
        assert_eq!(TenantCache::from_config(&config, "acme".to_owned()).unwrap().tenant, "acme");
        assert_eq!(outer::inner::Nested::open("memory://", 7).unwrap().0, 7);
    }
}
