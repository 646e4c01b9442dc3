//! Codecs as a configuration names them.

use std::sync::Arc;

use valkey_cache::prelude::*;
use valkey_cache::{Caches, CachesConfig, Result};

use super::{PlainCache, says};

fn from_toml(options: &str) -> Result<Arc<PlainCache>> {
    let text = format!("[caches.default]\nlocation = \"memory://\"\n{options}\n");
    Caches::new(CachesConfig::from_toml_str(&text)?).get("default")
}

#[test]
fn the_paths_of_a_django_configuration_are_names() {
    let cache = from_toml(
        "serializer = \"django_valkey.serializers.msgpack.MSGPackSerializer\"\n\
         compressor = { name = \"django_redis.compressors.zstd.ZStdCompressor\", min_length = 3 }\n\
         key_function = \"django.core.cache.backends.base.default_key_func\"",
    )
    .unwrap();
    assert_eq!((cache.serializer().name(), cache.compressor().name()), ("msgpack", "zstd"));
    assert_eq!(cache.compressor().min_length(), 3);
    assert_eq!(cache.key_function().name(), Some("default"));
    says(
        from_toml("serializer = \"django_valkey.serializers.json.JsonSerializer\""),
        &["cache 'default'", "did you mean 'django_valkey.serializers.json.JSONSerializer'?"],
    );
}

#[test]
fn a_former_codec_is_read() {
    let (json, packed) = (from_toml("").unwrap(), from_toml("compressor = \"lz4\"").unwrap());
    let cache = from_toml(
        "serializer = { name = \"msgpack\", bytes_as_bin = true }\n\
         fallback_serializers = [{ name = \"json\" }]\n\
         fallback_compressors = [\"zstd\", { name = \"lz4\", min_length = 0 }]",
    )
    .unwrap();
    let list = vec!["text".to_owned(); 20];
    for old in [json, packed] {
        assert_eq!(cache.decode::<Vec<String>>(&old.encode(&list).unwrap()).unwrap(), list);
    }
    assert_eq!(cache.encode(&["a"]).unwrap(), b"\x91\xa1a");
}

#[test]
fn what_cannot_work_does_not_open() {
    let apart = "change 'version' or 'key_prefix'";
    says(from_toml("fallback_serializers = [\"postcard\"]"), &["cache 'default'", "'postcard'", apart]);
    says(from_toml("serializer = \"postcard\"\nfallback_serializers = [\"json\"]"), &["'postcard'", apart]);
    says(from_toml("fallback_serializers = [\"jsno\"]"), &["unknown serializer 'jsno'", "'json'"]);
    says(from_toml("fallback_compressors = [\"zstd\", \"lz5\"]"), &["unknown compressor 'lz5'", "'lz4'"]);
    says(from_toml("fallback_compressors = \"zstd\""), &["line 3", "'fallback_compressors'", "a list of names"]);
}
