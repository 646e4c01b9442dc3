//! What django-valkey stores with each compressor and each of its settings, recorded from the real thing; and what
//! Python's modules write where it has a setting but no fixture.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use valkey_cache::codec::{AnyCompressor, Codec, PluginConfig};

use crate::fixtures_support::{Bytes, base64, bytes, raw_serializer};

const VARIANTS: &str = include_str!("../fixtures/variants.json");
const PYTHON: &str = include_str!("../fixtures/python_compressors.json");

/// Where the reference is not followed, and why.
const DEVIATIONS: [(&str, &str); 6] = [
    (
        "level 0",
        "the reference takes it for \"the default level\"; where a format has a level 0, it is a level like any other",
    ),
    ("brotli level", "the reference's default is 11, which takes milliseconds for a kilobyte; here it is 5"),
    ("deflate bytes", "zlib-rs finds other matches than zlib: the format is the same, the bytes are not"),
    ("lz4 bytes", "lz4_flex finds other matches than the C library: the format is the same, the bytes are not"),
    ("lz4 level", "lz4_flex has one compressor; what the other levels wrote is read"),
    ("refused setting", "the reference fails on every write: filters and options of zstd always meet its own level"),
];

/// The compressor that a case of the reference's settings asks for.
struct Case {
    config: PluginConfig,
    deviations: Vec<&'static str>,
}

fn case(compressor: &str, settings: &Map<String, Value>) -> Case {
    let (mut options, mut deviations) = (Map::new(), Vec::new());
    let has_level = settings.get("CACHE_COMPRESS_LEVEL").is_some_and(|level| *level != 0);
    if compressor == "brotli" && !has_level {
        deviations.push("brotli level");
        options.insert("level".into(), json!(11));
    }
    for (name, value) in settings {
        match (name.as_str(), value.as_i64()) {
            ("CACHE_COMPRESS_LEVEL", Some(0)) => deviations.push("level 0"),
            ("CACHE_COMPRESS_LEVEL", Some(level)) if compressor == "lz4" && !(0..=2).contains(&level) => {
                deviations.push("lz4 level");
            }
            ("COMPRESS_LZ4_CONTENT_CHECKSUM", Some(number)) => {
                options.insert("content_checksum".into(), json!(number != 0));
            }
            ("DECOMPRESS_LZMA_FORMAT", _) => {
                options.insert("read_format".into(), value.clone());
            }
            ("COMPRESS_ZSTD_OPTIONS" | "DECOMPRESS_ZSTD_OPTIONS", _) => {
                for (name, value) in value.as_object().expect("options by name") {
                    match name.as_str() {
                        "compression_level" => options.insert("level".into(), value.clone()),
                        "checksum_flag" => options.insert(name.clone(), json!(*value != 0)),
                        _ => options.insert(name.clone(), value.clone()),
                    };
                }
            }
            _ => {
                let ours = name.trim_start_matches("CACHE_").trim_start_matches("COMPRESS_").to_lowercase();
                let ours = ours.trim_start_matches(&format!("{compressor}_"));
                options.insert(ours.into(), value.clone());
            }
        }
    }
    match compressor {
        "zlib" | "gzip" => deviations.push("deflate bytes"),
        "lz4" => deviations.push("lz4 bytes"),
        _ => {}
    }
    Case { config: config(compressor, options), deviations }
}

fn config(name: &str, mut options: Map<String, Value>) -> PluginConfig {
    options.insert("name".into(), json!(name));
    serde_json::from_value(Value::Object(options)).expect("a name and options")
}

fn codec(config: &PluginConfig) -> Codec {
    let compressor = AnyCompressor::from_config(config).unwrap_or_else(|error| panic!("{error}"));
    Codec::from_parts(raw_serializer(), compressor)
}

/// Streams without any header: the reference fails to write them, and its short values are not compressed.
fn is_raw_lzma(json: &Value) -> bool {
    json["settings"]["COMPRESS_LZMA_FORMAT"] == 3
}

fn cases(text: &str) -> Vec<Value> {
    let fixture: Value = serde_json::from_str(text).expect("the fixture is JSON");
    fixture["cases"].as_array().expect("a list of cases").clone()
}

#[test]
fn bytes_are_those_of_the_reference() {
    let mut used = Vec::new();
    // The fixture keeps only the digest of large ones; they have to be the same out of every compressor.
    let mut serialized = HashMap::new();
    for json in cases(VARIANTS).iter().filter(|json| json.get("error").is_none() && !is_raw_lzma(json)) {
        let compressor = json["compressor"].as_str().expect("a name");
        let Case { config, deviations } = case(compressor, json["settings"].as_object().expect("settings by name"));
        let codec = codec(&config);
        let stored = bytes(&json["raw"]).expect("the fixture has all stored bytes");

        let Bytes(restored) = codec.decode(&stored).unwrap_or_else(|error| panic!("{error}: {json}"));
        assert_eq!(Some(restored.len() as u64), json["serialized"]["len"].as_u64(), "{json}");
        if let Some(expected) = bytes(&json["serialized"]) {
            assert!(restored == expected, "{json}");
        }
        let value = (json["value"].to_string(), json["serializer"].to_string());
        assert_eq!(serialized.entry(value).or_insert_with(|| restored.clone()), &restored, "{json}");

        let is_compressed = restored.len() > codec.compressor().min_length();
        assert!(is_compressed == (stored != restored), "{json}");
        let ours = codec.encode(&Bytes(restored.clone())).expect("bytes");
        if is_compressed && deviations.iter().any(|name| matches!(*name, "deflate bytes" | "lz4 bytes" | "lz4 level")) {
            assert!(ours.len() <= restored.len() + 64, "{} bytes: {json}", ours.len());
            assert_eq!(codec.decode::<Bytes>(&ours).expect("bytes"), Bytes(restored), "{json}");
        } else {
            assert!(ours == stored, "{json}");
        }
        used.extend(deviations);
    }
    assert_known(&used, &["level 0", "brotli level", "deflate bytes", "lz4 bytes", "lz4 level"]);
}

#[test]
fn settings_that_the_reference_refuses_work_or_are_explained() {
    let refused: Vec<_> = cases(VARIANTS).into_iter().filter(|json| json.get("error").is_some()).collect();
    assert_eq!(refused.len(), 28);
    for json in &refused {
        let compressor = json["compressor"].as_str().expect("a name");
        let Case { config, .. } = case(compressor, json["settings"].as_object().expect("settings by name"));
        if is_raw_lzma(json) {
            let error = AnyCompressor::from_config(&config).expect_err("raw streams cannot be told apart").to_string();
            assert!(
                error.contains("option 'format': found integer `3`, expected \"xz\" (1) or \"alone\" (2)"),
                "{error}"
            );
            continue;
        }
        let content = Bytes(b"no bytes were recorded".repeat(10));
        let stored = codec(&config).encode(&content).expect("bytes");
        let plain = codec(&PluginConfig::new(compressor));
        assert_eq!(plain.decode::<Bytes>(&stored).expect("bytes"), content, "{json}");
    }
    assert_known(&["refused setting"], &["refused setting"]);
}

#[test]
fn bytes_are_those_of_the_modules_of_python() {
    let cases = cases(PYTHON);
    assert!(cases.len() > 30);
    for json in &cases {
        let options = json["options"].as_object().expect("options by name");
        let codec = codec(&config(json["compressor"].as_str().expect("a name"), options.clone()));
        let [content, stored] = ["content", "stored"].map(|name| base64(json[name].as_str().expect("Base64")));
        let name = &json["name"];
        let restored = codec.compressor().decompress(&stored).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(restored == content, "{name}");
        let ours = codec.compressor().compress(&content).expect("bytes");
        if json["identical"] == true {
            assert!(ours == stored, "{name}");
        }
        assert!(codec.compressor().decompress(&ours).expect("bytes") == content, "{name}");
    }
}

/// Says that exactly these deviations were met, and that each has its reason in the table.
fn assert_known(used: &[&str], expected: &[&str]) {
    for name in expected {
        assert!(used.contains(name), "no case shows the deviation '{name}' any more");
        assert!(DEVIATIONS.iter().any(|(known, _)| known == name), "'{name}' has no reason");
    }
    for name in used {
        assert!(expected.contains(name), "'{name}' was not expected here");
    }
}
