use super::{made, refused, travels, words};

#[test]
fn levels_differ_and_0_is_one_of_them() {
    let lengths: Vec<_> = (0..=9).map(|level| travels("gzip", &[("level", level.into())], &words())).collect();
    assert!(lengths[0] > words().len() && lengths[1] > lengths[9], "{lengths:?}");
    assert!(refused("gzip", &[("wbits", 15.into())]).contains("unknown option 'wbits'"));
}

#[test]
fn equal_values_have_equal_bytes() {
    let header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255];
    let gzip = made("gzip", &[]);
    assert_eq!(gzip.compress(b"abc").expect("a file")[..10], header);
    assert_eq!(gzip.compress(&words()).expect("a file"), made("gzip", &[]).compress(&words()).expect("a file"));
}

/// Files as others write them, with each optional field, and all.
#[test]
fn optional_fields_are_skipped() {
    let gzip = made("gzip", &[]);
    let plain = gzip.compress(b"abc").expect("a file");
    let (extra, name, comment, sum) = (&b"\x03\x00xyz"[..], &b"name\0"[..], &b"\0"[..], &b"\x12\x34"[..]);
    for (flags, fields) in [
        (1, vec![]),
        (2, vec![sum]),
        (4, vec![extra]),
        (8, vec![name]),
        (16, vec![comment]),
        (31, vec![extra, name, comment, sum]),
    ] {
        let mut header = plain[..10].to_vec();
        header[3] = flags;
        let header = [&header, &fields.concat()[..]].concat();
        let file = [&header, &plain[10..]].concat();
        assert_eq!(gzip.decompress(&file).expect("a file"), b"abc", "{flags}");
        for length in 0..header.len() {
            assert!(gzip.decompress(&file[..length]).is_err(), "{flags}, {length}");
        }
    }
    for flag in [32, 64, 128] {
        let mut file = plain.clone();
        file[3] = flag;
        assert!(gzip.decompress(&file).expect_err("unknown").to_string().contains("unknown flags"));
    }
}

#[test]
fn members_share_the_limit() {
    let gzip = made("gzip", &[]);
    let files = gzip.compress(b"abc").expect("a file").repeat(3);
    assert_eq!(gzip.decompress(&files).expect("three files"), b"abcabcabc");
    assert!(gzip.clone().with_max_decompressed_size(9).decompress(&files).is_ok());
    let error = gzip.with_max_decompressed_size(8).decompress(&files).expect_err("nine bytes").to_string();
    assert!(error.contains("8 bytes of `max_decompressed_size`"), "{error}");
}
