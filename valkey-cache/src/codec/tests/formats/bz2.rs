use super::{made, refused, travels, words};

#[test]
fn every_level_reads_back() {
    for level in 1..=9 {
        travels("bz2", &[("level", level.into())], &words());
        let stored = made("bz2", &[("level", level.into())]).compress(b"abc").expect("a file");
        assert_eq!(stored[..4], [b'B', b'Z', b'h', b'0' + level as u8]);
    }
    assert!(refused("bz2", &[("level", 0.into())]).ends_with("found integer `0`, expected an integer from 1 to 9"));
}

#[test]
fn members_share_the_limit() {
    let bz2 = made("bz2", &[]);
    let files = bz2.compress(b"abc").expect("a file").repeat(3);
    assert_eq!(bz2.decompress(&files).expect("three files"), b"abcabcabc");
    assert!(bz2.with_max_decompressed_size(8).decompress(&files).is_err());
}
