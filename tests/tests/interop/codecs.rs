//! The serializers and compressors that both have, and what the random values leave out.

use serde_json::{Value as Json, json};
use valkey_cache::CacheConfig;
use valkey_cache::codec::PluginConfig;

use super::draw::{Holds, Keys};

/// A serializer: its name here, what Django calls it, and what a value within it can be.
pub(super) struct Serializer {
    pub(super) name: &'static str,
    django: &'static str,
    /// The protocols of pickle that this crate and Django write.
    pub(super) protocols: Option<(i64, i64)>,
    pub(super) holds: Holds,
}

// What is left out of all but pickle: integers beyond 64 bits within a value, and the kinds that only Python has; see
// `kinds.rs` for what becomes of those. No Python reads postcard, which does not say what it holds.
const PLAIN: Holds = Holds { bytes: true, non_finite: true, big_ints: false, keys: Keys::Text, kinds: false };

/// JSON has no bytes, and keys are text.
pub(super) const JSON: Serializer = Serializer {
    name: "json",
    django: "django_valkey.serializers.json.JSONSerializer",
    protocols: None,
    holds: Holds { bytes: false, ..PLAIN },
};

/// Python's reader refuses keys that are neither text nor bytes.
pub(super) const MSGPACK: Serializer = Serializer {
    name: "msgpack",
    django: "django_valkey.serializers.msgpack.MSGPackSerializer",
    protocols: None,
    holds: Holds { keys: Keys::Bytes, ..PLAIN },
};

/// Bytes are base64, which is read as text where no type asks for bytes; NaN and the infinities would be written as null.
pub(super) const MSGSPEC_JSON: Serializer = Serializer {
    name: "msgspec_json",
    django: "django_valkey.serializers.msgspec.MsgSpecJsonSerializer",
    protocols: None,
    holds: Holds { bytes: false, non_finite: false, ..PLAIN },
};

pub(super) const MSGSPEC_MSGPACK: Serializer = Serializer {
    name: "msgspec_msgpack",
    django: "django_valkey.serializers.msgspec.MsgSpecMsgPackSerializer",
    protocols: None,
    holds: Holds { keys: Keys::Ints, ..PLAIN },
};

/// Django has none: this is the one of a service, in `tests/python/plugins.py`.
pub(super) const CBOR: Serializer = Serializer {
    name: "cbor",
    django: "plugins.CborSerializer",
    protocols: None,
    holds: Holds { keys: Keys::Ints, ..PLAIN },
};

/// Holds everything.
pub(super) const PICKLE: Serializer = Serializer {
    name: "pickle",
    django: "django_valkey.serializers.pickle.PickleSerializer",
    protocols: None,
    holds: Holds { big_ints: true, keys: Keys::Any, kinds: true, ..PLAIN },
};

pub(super) const PICKLE_2: Serializer = Serializer { protocols: Some((2, 0)), ..PICKLE };
pub(super) const PICKLE_3: Serializer = Serializer { protocols: Some((3, 1)), ..PICKLE };
pub(super) const PICKLE_4: Serializer = Serializer { protocols: Some((4, 2)), ..PICKLE };
pub(super) const PICKLE_5: Serializer = Serializer { protocols: Some((5, 3)), ..PICKLE };
pub(super) const PICKLE_HIGHEST: Serializer = Serializer { protocols: Some((-1, -1)), ..PICKLE };

/// The name of each compressor here, and what Django calls it.
pub(super) const COMPRESSORS: [(&str, &str); 8] = [
    ("identity", "django_valkey.compressors.identity.IdentityCompressor"),
    ("zlib", "django_valkey.compressors.zlib.ZlibCompressor"),
    ("gzip", "django_valkey.compressors.gzip.GzipCompressor"),
    ("bz2", "django_valkey.compressors.bz2.Bz2Compressor"),
    ("lzma", "django_valkey.compressors.lzma.LzmaCompressor"),
    ("lz4", "django_valkey.compressors.lz4.Lz4Compressor"),
    ("zstd", "django_valkey.compressors.zstd.ZStdCompressor"),
    ("brotli", "django_valkey.compressors.brotli.BrotliCompressor"),
];

impl Serializer {
    /// The configuration of a cache of this crate and the settings of one of Django's, with a compressor of the list.
    pub(super) fn with(&self, compressor: &'static str) -> (CacheConfig, Json) {
        let (_, django) = COMPRESSORS.iter().find(|(name, _)| *name == compressor).expect("it is in the list");
        let (mut serializer, mut options) =
            (PluginConfig::new(self.name), json!({ "SERIALIZER": self.django, "COMPRESSOR": django }));
        if let Some((here, there)) = self.protocols {
            serializer = serializer.option("protocol", here);
            options["PICKLE_VERSION"] = there.into();
        }
        (CacheConfig::new().serializer(serializer).compressor(compressor), json!({ "OPTIONS": options }))
    }
}
