//! The serializers and compressors that both have, and what the random values leave out.

use serde_json::{Value as Json, json};
use valkey_cache::CacheConfig;

use super::draw::{Holds, Keys};

/// A serializer: its name here, what Django calls it, and what a value within it can be.
pub(super) struct Serializer {
    pub(super) name: &'static str,
    django: &'static str,
    pub(super) holds: Holds,
}

/// JSON has no bytes. An integer beyond 64 bits is read as a float where no type asks for it. NaN and the infinities are
/// no JSON. Keys are text.
const IN_JSON: Holds = Holds { bytes: false, non_finite: false, big_ints: false, keys: Keys::Text };
/// msgpack ends at 64 bits, and Python's reader refuses keys that are neither text nor bytes.
const IN_MSGPACK: Holds = Holds { bytes: true, non_finite: true, big_ints: false, keys: Keys::TextAndBytes };

// No Python reads postcard, which does not say what it holds.
pub(super) const JSON: Serializer =
    Serializer { name: "json", django: "django_valkey.serializers.json.JSONSerializer", holds: IN_JSON };
pub(super) const MSGPACK: Serializer =
    Serializer { name: "msgpack", django: "django_valkey.serializers.msgpack.MSGPackSerializer", holds: IN_MSGPACK };

/// The name of each compressor here, and what Django calls it.
pub(super) const COMPRESSORS: [(&str, &str); 3] = [
    ("identity", "django_valkey.compressors.identity.IdentityCompressor"),
    ("zstd", "django_valkey.compressors.zstd.ZStdCompressor"),
    ("lz4", "django_valkey.compressors.lz4.Lz4Compressor"),
];

impl Serializer {
    /// The configuration of a cache of this crate.
    pub(super) fn ours(&self) -> CacheConfig {
        CacheConfig::new().serializer(self.name)
    }

    /// The settings of a cache of Django's.
    pub(super) fn django(&self) -> Json {
        json!({ "OPTIONS": { "SERIALIZER": self.django } })
    }
}
