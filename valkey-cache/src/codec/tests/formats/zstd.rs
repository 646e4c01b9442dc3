use std::collections::BTreeMap;

use super::{made, refused, travels, words};
use crate::codec::OptionValue;

/// A raw dictionary: any bytes will do.
fn raw(bytes: &[u8]) -> OptionValue {
    let options = [("bytes".to_owned(), bytes.to_vec().into()), ("is_raw".to_owned(), true.into())];
    BTreeMap::from(options).into()
}

#[test]
fn the_header_is_not_believed() {
    let zstd = made("zstd", &[]);
    // A frame of one empty block whose header claims 2^60 bytes of content.
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0xE0];
    frame.extend_from_slice(&(1_u64 << 60).to_le_bytes());
    frame.extend_from_slice(&[1, 0, 0]);
    assert!(zstd.decompress(&frame).is_err());
    // A window of 2^41 bytes.
    let error =
        zstd.decompress(&[0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xF8, 1, 0, 0]).expect_err("a large window").to_string();
    assert!(error.contains("its window is larger than 2^23 bytes; raise `window_log_max`"), "{error}");
}

#[test]
fn every_level_reads_back() {
    let content = vec![7; 9 << 20];
    for level in [-5, 0, 1, 22] {
        travels("zstd", &[("level", level.into()), ("checksum_flag", true.into())], &content);
    }
    let range = zstd::compression_level_range();
    made("zstd", &[("level", (*range.start()).into())]);
    made("zstd", &[("level", (*range.end()).into())]);
    assert!(refused("zstd", &[("level", (*range.end() + 1).into())]).contains("expected an integer from"));
    assert!(refused("zstd", &[("level", (*range.start() - 1).into())]).contains("expected an integer from"));
}

#[test]
fn every_parameter_reads_back_at_its_bounds() {
    let bounds: [(&str, i32, i32); 11] = [
        ("window_log", 10, 23),
        ("hash_log", 6, 20),
        ("chain_log", 6, 20),
        ("search_log", 1, 10),
        ("min_match", 3, 7),
        ("target_length", 0, 131_072),
        ("strategy", 1, 9),
        ("ldm_hash_log", 6, 16),
        ("ldm_min_match", 4, 4096),
        ("ldm_bucket_size_log", 1, 8),
        ("ldm_hash_rate_log", 0, 25),
    ];
    for (name, least, most) in bounds {
        for value in [least, most] {
            let mut options = Vec::new();
            if name.starts_with("ldm") {
                options.extend([("enable_long_distance_matching", true.into()), ("ldm_hash_log", 10.into())]);
            }
            options.push((name, value.into()));
            travels("zstd", &options, &words());
        }
        assert!(refused("zstd", &[(name, (least - 1).into())]).contains(&format!("option '{name}': found")));
    }
    travels("zstd", &[("strategy", "btultra2".into())], &words());
    for flag in ["content_size_flag", "dict_id_flag", "checksum_flag"] {
        travels("zstd", &[(flag, true.into())], &words());
        travels("zstd", &[(flag, false.into())], &words());
    }
}

#[test]
fn memory_that_nobody_asked_for_is_not_taken() {
    let text = refused("zstd", &[("ldm_hash_rate_log", 11.into())]);
    assert!(text.contains("`ldm_hash_rate_log` above 10 needs `ldm_hash_log`"), "{text}");
    let options = [("ldm_hash_rate_log", 10.into()), ("enable_long_distance_matching", true.into())];
    travels("zstd", &options, b"a small value, a small value");
}

#[test]
fn nothing_is_written_that_could_not_be_read() {
    let text = refused("zstd", &[("window_log", 24.into())]);
    assert!(text.contains("`window_log` 24 is more than `window_log_max` 23"), "{text}");
    let content = vec![7; 9 << 20];
    for options in [
        &[("level", OptionValue::from(20))][..],
        &[("enable_long_distance_matching", true.into())],
        &[("window_log", 24.into()), ("window_log_max", 24.into())],
    ] {
        let zstd = made("zstd", options);
        assert!(zstd.decompress(&zstd.compress(&content).expect("a frame")).expect("a frame") == content);
    }
}

#[test]
fn frames_follow_each_other() {
    let zstd = made("zstd", &[]);
    let frames = zstd.compress(b"abc").expect("a frame").repeat(3);
    assert_eq!(zstd.decompress(&frames).expect("three frames"), b"abcabcabc");
    assert!(zstd.with_max_decompressed_size(8).decompress(&frames).is_err());
}

#[test]
fn a_dictionary_makes_small_values_smaller() {
    let words = words();
    let content = &words[5000..5200];
    let with = made("zstd", &[("dictionary", raw(&words[..5000]))]);
    let stored = with.compress(content).expect("a frame");
    assert!(stored.len() < made("zstd", &[]).compress(content).expect("a frame").len());
    // Twice, with contexts that are fresh and with those that were used.
    for _ in 0..2 {
        assert_eq!(with.compress(content).expect("a frame"), stored);
        assert!(with.decompress(&stored).expect("a frame") == content);
    }
    assert!(made("zstd", &[]).decompress(&stored).is_err());
    let plain = made("zstd", &[]).compress(content).expect("a frame");
    assert!(with.decompress(&plain).expect("a frame") == content);
}

#[test]
fn dictionaries_come_from_files_base64_and_bytes() {
    let words = words();
    let table = |name: &str, value: OptionValue| -> OptionValue {
        BTreeMap::from([(name.to_owned(), value), ("is_raw".to_owned(), true.into())]).into()
    };
    let stored = |dictionary| made("zstd", &[("dictionary", dictionary)]).compress(&words).expect("a frame");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let bytes = std::fs::read(file).expect("the manifest");
    assert_eq!(stored(table("file", file.into())), stored(table("bytes", bytes.into())));
    let text = table("base64", "YWJj ZGVm\nZ2hpag==\n".into());
    assert_eq!(stored(text), stored(table("bytes", b"abcdefghij".to_vec().into())));
}

#[test]
fn wrong_dictionaries_are_explained() {
    let with = |dictionary: OptionValue| refused("zstd", &[("dictionary", dictionary)]);
    let table = |name: &str, value: OptionValue| -> OptionValue { BTreeMap::from([(name.to_owned(), value)]).into() };
    assert!(with("no/such/file".into()).contains("option 'dictionary': cannot read the file 'no/such/file': "));
    assert!(with(vec![1_u8, 2, 3].into()).contains("no dictionary that zstd trained; set `is_raw`"));
    assert!(with(table("base64", "a?".into())).contains("`base64` is no base64"));
    assert!(with(table("base64", "abcde".into())).contains("`base64` is no base64"));
    assert!(with(table("fiel", "x".into())).contains("unknown option 'fiel'; did you mean 'file'?"));
    assert!(with(table("is_raw", true.into())).contains("needs one of `file`, `base64` and `bytes`"));
    assert!(with(5.into()).contains("expected the path of a file, or a table"));
    // The mark and an id, and then nothing that a dictionary has.
    let damaged = [&[0x37, 0xA4, 0x30, 0xEC, 7, 0, 0, 0][..], &[0xFF; 50]].concat();
    assert!(with(damaged.clone().into()).contains("zstd refuses the dictionary with the id 7: it is damaged"));
    let text = refused("zstd", &[("read_dictionaries", vec![OptionValue::from(damaged)].into())]);
    assert!(text.contains("zstd refuses the dictionary with the id 7"), "{text}");
    let text = refused("zstd", &[("read_dictionaries", vec![raw(b"some bytes")].into())]);
    assert!(text.contains("raw dictionaries have no id"), "{text}");
}

#[test]
fn frames_with_an_unknown_dictionary_are_explained() {
    // A frame whose header names the dictionary 7.
    let frame = [0x28, 0xB5, 0x2F, 0xFD, 0x21, 7, 0, 1, 0, 0];
    let error = made("zstd", &[]).decompress(&frame).expect_err("no dictionary").to_string();
    assert!(error.contains("it needs the dictionary with the id 7; known are none"), "{error}");
}
