use crate::ErrorKind;
use crate::codec::{
    AnyCompressor, AnySerializer, Codec, DEFAULT_MIN_LENGTH, PluginConfig, registered_compressors,
    registered_serializers,
};

#[track_caller]
fn compressor_error(config: impl Into<PluginConfig>) -> String {
    let error = AnyCompressor::from_config(&config.into()).expect_err("a wrong configuration");
    assert_eq!(error.kind(), ErrorKind::Config);
    error.to_string()
}

#[test]
fn identity_is_always_there() {
    let identity = AnyCompressor::from_config(&"identity".into()).expect("built in");
    assert_eq!(identity.name(), "identity");
    assert_eq!(identity.min_length(), DEFAULT_MIN_LENGTH);
    assert_eq!(identity.compress(b"abc").expect("a copy"), b"abc");
    assert_eq!(
        compressor_error(PluginConfig::new("identity").option("level", 3)),
        "compressor 'identity': unknown option 'level'. Known: min_length"
    );
}

#[test]
fn min_length_belongs_to_the_codec() {
    let config = PluginConfig::new("identity").option("min_length", 100);
    assert_eq!(AnyCompressor::from_config(&config).expect("built in").min_length(), 100);
    let text = compressor_error(PluginConfig::new("identity").option("min_length", "long"));
    assert_eq!(text, "compressor 'identity': option 'min_length': found string \"long\", expected usize");
    let text = compressor_error(PluginConfig::new("identity").option("min_length", -1));
    assert_eq!(text, "compressor 'identity': option 'min_length': found integer `-1`, expected usize");
}

#[test]
fn unknown_names_are_explained() {
    let text = compressor_error("identiy");
    assert!(text.starts_with("unknown compressor 'identiy'; did you mean 'identity'?"), "{text}");
    let error = AnySerializer::named("marshal").expect_err("not there").to_string();
    assert!(error.starts_with("unknown serializer 'marshal'"), "{error}");
}

#[test]
fn built_ins_are_known_by_name() {
    let (serializers, compressors) = (registered_serializers(), registered_compressors());
    assert!(compressors.contains(&"identity"));
    for (names, name, is_on) in [
        (&serializers, "json", cfg!(feature = "json")),
        (&serializers, "msgpack", cfg!(feature = "msgpack")),
        (&serializers, "msgspec_json", cfg!(feature = "json")),
        (&serializers, "msgspec_msgpack", cfg!(feature = "msgpack")),
        (&serializers, "cbor", cfg!(feature = "cbor")),
        (&serializers, "pickle", cfg!(feature = "pickle")),
        (&serializers, "postcard", cfg!(feature = "postcard")),
        (&compressors, "zstd", cfg!(feature = "zstd")),
        (&compressors, "lz4", cfg!(feature = "lz4")),
        (&compressors, "brotli", cfg!(feature = "brotli")),
        (&compressors, "lzma", cfg!(feature = "lzma")),
        (&compressors, "bz2", cfg!(feature = "bz2")),
        (&compressors, "gzip", cfg!(feature = "gzip")),
        (&compressors, "zlib", cfg!(feature = "zlib")),
    ] {
        assert_eq!(names.contains(&name), is_on, "{name}");
        let made = AnySerializer::named(name).map(drop).or_else(|_| AnyCompressor::named(name).map(drop));
        assert_eq!(made.is_ok(), is_on, "{name}");
    }
    if cfg!(not(feature = "zstd")) {
        let text = compressor_error("zstd");
        assert!(text.contains("enable the cargo feature `zstd`"), "{text}");
    }
}

#[cfg(feature = "zstd")]
#[test]
fn options_are_strict() {
    let wrong = |name: &str, value: &str| compressor_error(PluginConfig::new("zstd").option(name, value));
    assert_eq!(
        wrong("levle", "3"),
        "compressor 'zstd': unknown option 'levle'; did you mean 'level'? Known: level, window_log, hash_log, \
         chain_log, search_log, min_match, target_length, strategy, enable_long_distance_matching, ldm_hash_log, \
         ldm_min_match, ldm_bucket_size_log, ldm_hash_rate_log, content_size_flag, checksum_flag, dict_id_flag, \
         window_log_max, dictionary, read_dictionaries, min_length"
    );
    let expected = "expected an integer from -131072 to 22";
    assert_eq!(wrong("level", "3"), format!("compressor 'zstd': option 'level': found string \"3\", {expected}"));
    let text = compressor_error(PluginConfig::new("zstd").option("level", 99));
    assert_eq!(text, format!("compressor 'zstd': option 'level': found integer `99`, {expected}"));
}

#[cfg(feature = "lz4")]
#[test]
fn block_sizes_are_listed() {
    let text = compressor_error(PluginConfig::new("lz4").option("block_size", 3));
    assert!(
        text.contains("option 'block_size': found integer `3`, expected \"default\" (0), \"64KB\" (4), "),
        "{text}"
    );
}

#[test]
fn configurations_are_a_name_or_a_table() {
    let read = serde_json::from_str::<PluginConfig>;
    assert_eq!(read(r#""zstd""#).expect("a name"), PluginConfig::new("zstd"));
    let table =
        read(r#"{"level": 3, "name": "zstd", "f": 1.5, "b": true, "l": [1, "x"], "t": {"a": 18446744073709551615}}"#);
    let table = table.expect("a table");
    assert_eq!(table.name(), "zstd");
    let expected = PluginConfig::new("zstd").option("level", 3).option("f", 1.5).option("b", true);
    for (name, value) in expected.options() {
        assert!(table.options().any(|option| option == (name, value)), "{name}");
    }
    assert_eq!(table.options().count(), 5);

    let error = read(r#"{"level": 3}"#).expect_err("no name").to_string();
    assert!(error.contains("needs `name`"), "{error}");
    let error = read("5").expect_err("neither").to_string();
    assert!(error.contains("expected a name such as"), "{error}");
}

#[cfg(all(feature = "json", feature = "zstd"))]
#[test]
fn a_codec_takes_its_limit() {
    let codec = Codec::new(&"json".into(), &PluginConfig::new("zstd").option("min_length", 0), 10).expect("built in");
    assert_eq!(codec.compressor().max_decompressed_size(), 10);
    let bytes = codec.encode("a text of more than ten bytes").expect("a text");
    assert!(codec.decode::<String>(&bytes).is_err());
}

#[test]
fn a_codec_needs_both() {
    assert!(Codec::new(&"none".into(), &"identity".into(), 10).is_err());
}
