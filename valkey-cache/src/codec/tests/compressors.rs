use super::{compressors, serializers};
use crate::ErrorKind;
use crate::codec::{AnyCompressor, Codec, encode};

fn compressing() -> impl Iterator<Item = AnyCompressor> {
    compressors().into_iter().filter(|compressor| compressor.name() != "identity")
}

/// Bytes that do not compress.
fn noise(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    (0..length).map(|_| random.u8(..)).collect()
}

#[test]
fn whatever_is_compressed_is_restored() {
    for compressor in compressors() {
        for length in [0, 1, 15, 16, 1000, 70_000, 300_000, 5_000_000] {
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
        let magic = compressor.compress(b"").expect("a frame")[..4].to_vec();
        let packed = |length| compressor.pack(vec![b'a'; length]).expect("it can be packed");
        assert_eq!(packed(15), [b'a'; 15]);
        assert!(packed(16).starts_with(&magic));

        let eager = compressor.clone().with_min_length(0);
        assert!(eager.pack(vec![b'a']).expect("it can be packed").starts_with(&magic));
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
        for length in (0..whole.len()).filter(|length| length % 997 == 0 || length % 65_536 < 40) {
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

#[cfg(feature = "zstd")]
#[test]
fn zstd_does_not_believe_the_header() {
    let zstd = AnyCompressor::named("zstd").expect("built in");
    // A frame of one empty block whose header claims 2^60 bytes of content.
    let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0xE0];
    frame.extend_from_slice(&(1_u64 << 60).to_le_bytes());
    frame.extend_from_slice(&[1, 0, 0]);
    assert!(zstd.decompress(&frame).is_err());
    // A window of 2^41 bytes.
    assert!(zstd.decompress(&[0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xF8, 1, 0, 0]).is_err());
}

#[cfg(feature = "zstd")]
#[test]
fn every_zstd_level_reads_back() {
    use crate::codec::PluginConfig;

    let bytes = noise(9 << 20);
    for level in [-5, 0, 1, 22] {
        let config = PluginConfig::new("zstd").option("level", level).option("checksum_flag", true);
        let zstd = AnyCompressor::from_config(&config).expect("built in");
        let frame = zstd.compress(&bytes).expect("a frame");
        assert!(AnyCompressor::named("zstd").expect("built in").decompress(&frame).expect("a frame") == bytes);
    }
}

#[cfg(feature = "lz4")]
#[test]
fn every_lz4_option_reads_back() {
    use crate::codec::{OptionValue, PluginConfig};

    let bytes = [noise(300_000), vec![0; 300_000]].concat();
    let sizes: [OptionValue; 9] =
        [0.into(), 4.into(), 5.into(), 6.into(), 7.into(), "64KB".into(), "256KB".into(), "1MB".into(), "4MB".into()];
    for size in sizes {
        for flags in 0..8 {
            let config = PluginConfig::new("lz4")
                .option("block_size", size.clone())
                .option("block_linked", flags & 1 != 0)
                .option("content_checksum", flags & 2 != 0)
                .option("store_size", flags & 4 != 0);
            let frame = AnyCompressor::from_config(&config).expect("built in").compress(&bytes).expect("a frame");
            assert!(AnyCompressor::named("lz4").expect("built in").decompress(&frame).expect("a frame") == bytes);
        }
    }
}
