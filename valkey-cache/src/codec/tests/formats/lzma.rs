use std::collections::BTreeMap;

use super::{Options, made, refused, travels, words};
use crate::codec::OptionValue;
use crate::codec::Recognised;

fn filter(options: &Options<'_>) -> OptionValue {
    let options = options.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    options.collect::<BTreeMap<_, _>>().into()
}

#[test]
fn every_level_reads_back() {
    for format in ["xz", "alone"] {
        for level in 0..=9 {
            for extreme in [false, true] {
                let options = [("preset", level.into()), ("extreme", extreme.into()), ("format", format.into())];
                travels("lzma", &options, &words());
            }
        }
    }
    assert!(refused("lzma", &[("level", 10.into())]).contains("expected an integer from 0 to 9"));
}

#[test]
fn members_share_the_limit() {
    let lzma = made("lzma", &[]);
    let files = lzma.compress(b"abc").expect("a file").repeat(3);
    assert_eq!(lzma.decompress(&files).expect("three files"), b"abcabcabc");
    assert!(lzma.with_max_decompressed_size(8).decompress(&files).is_err());
}

#[test]
fn formats_can_be_refused() {
    let xz = made("lzma", &[]).compress(&words()).expect("a file");
    let alone = made("lzma", &[("format", 2.into())]).compress(&words()).expect("a file");
    let only = |format: &str| made("lzma", &[("read_format", format.into())]);
    assert_eq!(only("xz").recognise(&xz), Recognised::Yes);
    assert_eq!(only("xz").recognise(&alone), Recognised::No);
    assert_eq!(only("alone").recognise(&alone), Recognised::Perhaps);
    assert_eq!(only("alone").recognise(&xz), Recognised::No);
    assert_eq!(only("auto").recognise(&alone), Recognised::Perhaps);
    assert_eq!(only("auto").recognise(b"\"a text that is not compressed\""), Recognised::No);
}

#[test]
fn the_memory_of_a_reader_is_limited() {
    let frugal = made("lzma", &[("memlimit", (1 << 20).into())]);
    let error = frugal.decompress(&frugal.compress(b"abc").expect("a file")).expect_err("4 MiB").to_string();
    assert!(error.contains("it asks for more memory than the 1048576 bytes of `memlimit`"), "{error}");
    // A header that asks for 4 GiB.
    let greedy = [&[0x5D][..], &[0xFF; 12], &[0; 20]].concat();
    let error = made("lzma", &[]).decompress(&greedy).expect_err("4 GiB").to_string();
    assert!(error.contains("of `memlimit`"), "{error}");
}

#[test]
fn checks_belong_to_xz() {
    for check in ["default", "none", "crc32", "crc64", "SHA256"] {
        travels("lzma", &[("check", check.into())], &words());
    }
    let text = refused("lzma", &[("check", "crc32".into()), ("format", "alone".into())]);
    assert!(text.contains("`check` is for the format \"xz\" only"), "{text}");
    assert!(refused("lzma", &[("check", 2.into())]).contains("\"crc32\" (1), \"crc64\" (4) or \"sha256\" (10)"));
}

#[test]
fn filters_read_back() {
    let lzma2 =
        || filter(&[("id", "lzma2".into()), ("preset", 1.into()), ("mf", "bt4".into()), ("mode", "normal".into())]);
    for name in ["x86", "powerpc", "ia64", "arm", "armthumb", "sparc"] {
        travels("lzma", &[("filters", vec![filter(&[("id", name.into())]), lzma2()].into())], &words());
    }
    let delta = filter(&[("id", 3.into()), ("dist", 256.into())]);
    travels("lzma", &[("filters", vec![delta.clone(), delta.clone(), delta.clone(), lzma2()].into())], &words());
    for chain in [
        vec![delta.clone()],
        vec![lzma2(), delta.clone()],
        vec![delta.clone(), delta.clone(), delta.clone(), delta, lzma2()],
    ] {
        let text = refused("lzma", &[("filters", chain.into())]);
        assert!(text.contains("liblzma refuses these `filters`"), "{text}");
    }
}

#[test]
fn wrong_filters_are_explained() {
    let with = |options: &Options<'_>| refused("lzma", &[("filters", vec![filter(options)].into())]);
    assert!(with(&[("id", "lzma3".into())]).contains("expected \"lzma1\" (4611686018427387905), \"lzma2\" (33), "));
    assert!(with(&[("id", "delta".into()), ("preset", 3.into())]).contains("the filter \"delta\" takes `dist` only"));
    assert!(with(&[("id", "lzma2".into()), ("dist", 3.into())]).contains("`dist` is for the filter \"delta\" only"));
    assert!(with(&[("id", "x86".into()), ("dist", 3.into())]).contains("this filter takes no options"));
    assert!(with(&[("id", "lzma2".into()), ("lc", 5.into())]).contains("option 'lc': found integer `5`"));
    assert!(with(&[("id", "lzma1".into())]).contains("liblzma refuses these `filters`"));
    assert!(with(&[("dict_size", 4096.into())]).contains("the option 'id' is missing"));
    let chain: OptionValue = vec![filter(&[("id", "lzma2".into())])].into();
    let text = refused("lzma", &[("filters", chain.clone()), ("level", 3.into())]);
    assert!(text.contains("`filters` excludes `level` and `extreme`"), "{text}");
    let text = refused("lzma", &[("filters", chain), ("format", "alone".into())]);
    assert!(text.contains("liblzma refuses these `filters`"), "{text}");
}
