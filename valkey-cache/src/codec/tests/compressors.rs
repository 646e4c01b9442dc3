//! What holds for all compressors. What is peculiar to one stands in `formats`.

use super::{compressors, serializers};
use crate::ErrorKind;
use crate::codec::{AnyCompressor, BoxError, Codec, Compressor, TooLarge, encode};

pub(super) fn compressing() -> impl Iterator<Item = AnyCompressor> {
    compressors().into_iter().filter(|compressor| compressor.name() != "identity")
}

/// Bytes that do not compress.
pub(super) fn noise(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    (0..length).map(|_| random.u8(..)).collect()
}

#[test]
fn whatever_is_compressed_is_restored() {
    for compressor in compressors() {
        for length in [0, 1, 15, 16, 1000, 70_000, 1_000_000] {
            for bytes in [vec![b'a'; length], noise(length)] {
                let compressed = compressor.compress(&bytes).expect("it can be compressed");
                let restored = compressor.decompress(&compressed).expect("it can be restored");
                assert!(restored == bytes, "{compressor:?}, {length} bytes");
            }
        }
    }
}

#[test]
fn payloads_are_compressed_when_longer_than_min_length() {
    for compressor in compressing() {
        let packed = |length| compressor.pack(vec![b'a'; length]).expect("it can be packed");
        let compressed = |length| compressor.compress(&vec![b'a'; length]).expect("it can be compressed");
        assert_eq!(packed(15), [b'a'; 15]);
        assert_eq!(packed(16), compressed(16));

        let eager = compressor.clone().with_min_length(0);
        assert_eq!(eager.pack(vec![b'a']).expect("it can be packed"), compressed(1));
        assert!(eager.pack(vec![]).expect("it can be packed").is_empty());
    }
}

#[test]
fn short_payloads_are_not_mistaken_for_frames() {
    for compressor in compressing() {
        let frame = compressor.compress(b"").expect("a frame");
        let stored = compressor.pack(frame.clone()).expect("it can be packed");
        assert_ne!(stored, frame);
        assert_eq!(compressor.decompress(&stored).expect("a frame in a frame"), frame);
    }
}

#[test]
fn what_is_not_compressed_is_read_as_it_is() {
    for serializer in serializers() {
        let value = "a text that is long enough to be compressed".to_owned();
        let plain = encode(&value, &serializer, &AnyCompressor::default()).expect("a text");
        for compressor in compressors() {
            let codec = Codec::from_parts(serializer.clone(), compressor);
            assert_eq!(codec.decode::<String>(&plain).expect("a text"), value);
        }
    }
}

#[test]
fn damaged_frames_are_named_in_the_error() {
    for serializer in serializers() {
        for compressor in compressing() {
            let codec = Codec::from_parts(serializer.clone(), compressor);
            let whole = codec.encode(&vec!["text"; 50]).expect("a list");
            for damaged in [&whole[..whole.len() - 1], &[&whole[..], b"x"].concat()] {
                let error = codec.decode::<Vec<String>>(damaged).expect_err("damaged");
                assert_eq!(error.kind(), ErrorKind::Decode);
                assert!(error.to_string().contains("decompressing failed: "), "{error}");
                assert!(error.to_string().contains("as not compressed: "), "{error}");
            }
        }
    }
}

#[test]
fn frames_cut_off_anywhere_are_errors() {
    for compressor in compressing() {
        let whole = compressor.compress(&noise(200_000)).expect("a frame");
        // Three blocks: the cut between two of them is the one that a decoder may take for the end.
        for length in (0..whole.len()).filter(|length| length % 9973 == 0 || length % 65_536 < 12) {
            assert!(compressor.decompress(&whole[..length]).is_err(), "{compressor:?} cut at {length}");
        }
    }
}

#[test]
fn bombs_stop_at_the_limit() {
    for serializer in serializers() {
        for compressor in compressing() {
            let bomb = vec!["a".repeat(1_000_000)];
            let codec = Codec::from_parts(serializer.clone(), compressor.clone());
            let bytes = codec.encode(&bomb).expect("a list");
            assert!(bytes.len() < 10_000);
            assert!(codec.decode::<Vec<String>>(&bytes).is_ok());

            let careful = Codec::from_parts(serializer.clone(), compressor.with_max_decompressed_size(999_999));
            let error = careful.decode::<Vec<String>>(&bytes).expect_err("a bomb");
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains("999999 bytes of `max_decompressed_size`"), "{error}");
        }
    }
}

#[test]
fn the_limit_itself_is_allowed() {
    for compressor in compressors() {
        for size in [0, 1, 1000, 65_536, 100_000] {
            let frame = compressor.compress(&vec![b'a'; size]).expect("a frame");
            let restored = compressor.clone().with_max_decompressed_size(size).decompress(&frame);
            assert_eq!(restored.expect("not longer than the limit").len(), size);
            if size > 0 {
                assert!(compressor.clone().with_max_decompressed_size(size - 1).decompress(&frame).is_err());
            }
        }
    }
}

#[test]
fn small_streams_cut_off_or_followed_by_something_are_errors() {
    for compressor in compressing() {
        let whole = compressor.compress(b"a small value, a small value").expect("a stream");
        for length in 0..whole.len() {
            assert!(compressor.decompress(&whole[..length]).is_err(), "{compressor:?} cut at {length}");
        }
        for rest in [&b"\0"[..], b"x", &whole[..whole.len() - 1]] {
            assert!(compressor.decompress(&[&whole, rest].concat()).is_err(), "{compressor:?} followed by {rest:?}");
        }
    }
}

/// Also shows that what a broken stream leaves behind does not reach the next one.
#[test]
fn changed_bytes_are_errors_or_other_bytes() {
    let content = [noise(300), vec![b'a'; 500]].concat();
    for compressor in compressing() {
        let compressor = compressor.with_max_decompressed_size(1000);
        let whole = compressor.compress(&content).expect("a stream");
        for index in 0..whole.len() {
            for change in [0x01, 0x80, 0xFF] {
                let mut changed = whole.clone();
                changed[index] ^= change;
                if let Ok(restored) = compressor.decompress(&changed) {
                    assert!(restored.len() <= 1000);
                }
            }
            if index % 50 == 0 {
                assert!(compressor.decompress(&whole).expect("a stream") == content, "{compressor:?}");
                assert!(compressor.compress(&content).expect("a stream") == whole, "{compressor:?}");
            }
        }
    }
}

#[test]
fn streams_that_are_too_large_and_have_no_mark_may_be_something_else() {
    struct Unmarked;

    impl Compressor for Unmarked {
        fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
            Ok(bytes.to_vec())
        }

        fn decompress(&self, _: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
            Err(TooLarge { max_size }.into())
        }
    }

    for serializer in serializers() {
        let knows_its_own = serializer.refuses_other_formats();
        let codec = Codec::from_parts(serializer, AnyCompressor::new("unmarked", Unmarked));
        let stored = codec.encode(&vec!["text"; 5]).expect("a list");
        let error = codec.decode::<bool>(&stored).expect_err("no boolean").to_string();
        assert!(error.contains("bytes of `max_decompressed_size`"), "{error}");
        assert_eq!(codec.decode::<Vec<String>>(&stored).is_ok(), knows_its_own);
    }
}
