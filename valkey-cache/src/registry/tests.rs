use super::{Found, Kind, Place, Registration, nearest};
use crate::ErrorKind;

struct Plugin(&'static str, u32);

impl Registration for Plugin {
    fn name(&self) -> &'static str {
        self.0
    }

    fn place(&self) -> Place {
        Place { file: "plugin/src/lib.rs", line: self.1 }
    }
}

const KIND: Kind<u8> = Kind {
    what: "compressor",
    built_in: &[("zstd", 1), ("lz4", 2)],
    behind_features: &[("zstd", "zstd"), ("brotli", "brotli")],
    aliases: &[
        ("django.ZStdCompressor", "zstd"),
        ("django.BrotliCompressor", "brotli"),
        ("django.Lz4Compressor", "lz4"),
    ],
};
static PLUGINS: [Plugin; 4] = [Plugin("rot13", 3), Plugin("twice", 7), Plugin("twice", 9), Plugin("lz4", 11)];

fn error(name: &str) -> String {
    let error = KIND.find(&PLUGINS, name).err().expect("an error");
    assert_eq!(error.kind(), ErrorKind::Config);
    error.to_string()
}

#[test]
fn finds_built_ins_and_plugins() {
    assert!(matches!(KIND.find(&PLUGINS, "zstd"), Ok(Found::BuiltIn(1))));
    assert!(matches!(KIND.find(&PLUGINS, "rot13"), Ok(Found::Plugin(Plugin("rot13", 3)))));
    assert_eq!(KIND.names(&PLUGINS), ["lz4", "rot13", "twice", "zstd"]);
}

#[test]
fn unknown_names_are_explained() {
    let text = error("rot31");
    assert!(text.contains("unknown compressor 'rot31'; did you mean 'rot13'?"), "{text}");
    assert!(text.contains("Known: lz4, rot13, twice, zstd"), "{text}");
    assert!(text.contains("use my_plugin as _;"), "{text}");
    assert!(!error("completely different").contains("did you mean"));
}

#[test]
fn features_that_are_off_are_named() {
    let text = error("brotli");
    assert!(text.contains("enable the cargo feature `brotli`"), "{text}");
}

#[test]
fn aliases_stand_for_names() {
    assert!(matches!(KIND.find(&PLUGINS, "django.ZStdCompressor"), Ok(Found::BuiltIn(1))));
    let text = error("django.BrotliCompressor");
    assert!(text.starts_with("the compressor 'brotli' (django.BrotliCompressor) is not in this build"), "{text}");
    assert!(text.contains("enable the cargo feature `brotli`"), "{text}");
    let text = error("django.ZstdCompresor");
    assert!(text.contains("'django.ZstdCompresor'; did you mean 'django.ZStdCompressor'?"), "{text}");
    // They are not among the names that are listed.
    assert!(text.contains("Known: lz4, rot13, twice, zstd;"), "{text}");
}

#[test]
fn a_plugin_cannot_take_what_an_alias_stands_for() {
    let text = error("django.Lz4Compressor");
    assert!(text.contains("built in") && text.contains("plugin/src/lib.rs:11"), "{text}");
    static TAKEN: [Plugin; 1] = [Plugin("django.ZStdCompressor", 5)];
    assert!(KIND.find(&TAKEN, "django.ZStdCompressor").is_err());
}

#[test]
fn names_taken_twice_show_both_places() {
    let text = error("twice");
    assert!(text.contains("plugin/src/lib.rs:7") && text.contains("plugin/src/lib.rs:9"), "{text}");
    let text = error("lz4");
    assert!(text.contains("built in") && text.contains("plugin/src/lib.rs:11"), "{text}");
}

#[test]
fn nearest_is_not_far() {
    assert_eq!(nearest("ZSTD", ["zstd", "lz4"]), Some("zstd"));
    assert_eq!(nearest("clinet", ["client", "codec"]), Some("client"));
    assert_eq!(nearest("zlib", ["zstd", "lz4"]), None);
    assert_eq!(nearest("", ["zstd"]), None);
    assert_eq!(nearest("ClusterClient", ["ShardClient", "DefaultClusterClient"]), Some("DefaultClusterClient"));
    assert_eq!(nearest("client", ["DefaultClient", "client"]), Some("client"));
    assert_eq!(nearest("size", ["scan_itersize"]), None);
}
