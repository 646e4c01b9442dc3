use super::{made, refused, travels, words};
use crate::codec::Recognised;

#[test]
fn levels_differ_and_0_is_one_of_them() {
    let lengths: Vec<_> = (0..=9).map(|level| travels("zlib", &[("level", level.into())], &words())).collect();
    assert!(lengths[0] > words().len());
    assert!(lengths[1] > lengths[9], "{lengths:?}");
    assert_eq!(made("zlib", &[]).compress(b"abc").expect("a stream")[..2], [0x78, 0x9C]);
    assert_eq!(
        refused("zlib", &[("level", 10.into())]),
        "compressor 'zlib': option 'level': found integer `10`, expected an integer from 0 to 9"
    );
}

#[test]
fn every_window_and_format_reads_back() {
    for window in 9..=15_i64 {
        for wbits in [window, -window, window + 16] {
            for length in [0, 1, 100, 100_000] {
                let content = words().repeat(2)[..length].to_vec();
                let zlib = made("zlib", &[("wbits", wbits.into())]);
                let stored = zlib.compress(&content).expect("a stream");
                assert!(zlib.decompress(&stored).expect("a stream") == content, "{wbits}, {length}");
            }
        }
    }
    for wbits in [0, 8, -8, 16, 24, 32, 47, i64::MIN, i64::MAX] {
        let text = refused("zlib", &[("wbits", wbits.into())]);
        assert!(text.ends_with("expected 9 to 15 (zlib), -15 to -9 (without a header) or 25 to 31 (gzip)"), "{text}");
    }
}

#[test]
fn only_a_right_header_is_recognised() {
    let zlib = made("zlib", &[]);
    // A wrong sum, another method, a window of 64 KiB, a preset dictionary, too short.
    for bytes in [&[0x78, 0x9D, 3, 0][..], &[0x77, 0x9C, 3], &[0x88, 0x1C, 3], &[0x78, 0xBB, 3], &[0x78]] {
        assert_eq!(zlib.recognise(bytes), Recognised::No);
    }
    assert_eq!(zlib.recognise(&[0x78, 0x9C, 3]), Recognised::Yes);
    assert_eq!(zlib.recognise(&zlib.compress(b"").expect("a stream")), Recognised::Yes);
    let raw = made("zlib", &[("wbits", (-15).into())]);
    assert_eq!(raw.recognise(&raw.compress(b"abc").expect("a stream")), Recognised::Perhaps);
}

#[test]
fn checksums_are_checked() {
    for wbits in [15, 31] {
        let zlib = made("zlib", &[("wbits", wbits.into())]);
        let stored = zlib.compress(b"a small value").expect("a stream");
        for index in stored.len() - 4..stored.len() {
            let mut changed = stored.clone();
            changed[index] ^= 1;
            assert!(zlib.decompress(&changed).is_err(), "{wbits}, {index}");
        }
    }
}
