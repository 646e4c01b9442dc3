use super::{made, refused, travels, words};
use crate::codec::tests::compressors::noise;

#[test]
fn every_option_reads_back() {
    let content = words();
    let lengths: Vec<_> = (0..=11).map(|level| travels("brotli", &[("level", level.into())], &content)).collect();
    assert!(lengths[0] > lengths[11], "{lengths:?}");
    for lgwin in 10..=24 {
        travels("brotli", &[("lgwin", lgwin.into())], &content);
    }
    for lgblock in [0, 16, 20, 24] {
        travels("brotli", &[("lgblock", lgblock.into()), ("quality", 5.into())], &noise(200_000));
    }
    for mode in ["generic", "TEXT", "font"] {
        travels("brotli", &[("mode", mode.into())], &content);
    }
}

#[test]
fn wrong_options_are_explained() {
    assert!(refused("brotli", &[("quality", 12.into())]).contains("expected an integer from 0 to 11"));
    assert!(refused("brotli", &[("lgwin", 9.into())]).contains("expected an integer from 10 to 24"));
    for lgblock in [-1, 1, 15, 25] {
        let text = refused("brotli", &[("lgblock", lgblock.into())]);
        assert!(text.contains("expected 0 (chosen by the quality) or an integer from 16 to 24"), "{text}");
    }
    let text = refused("brotli", &[("mode", "binary".into())]);
    assert!(text.contains("found string \"binary\", expected \"generic\" (0), \"text\" (1) or \"font\" (2)"), "{text}");
    assert!(refused("brotli", &[("level", 3.into()), ("quality", 4.into())]).contains("duplicate"));
}

/// Each of two input blocks ends a metablock, or both together, depending on where the encoder is told of the end.
#[test]
fn whole_input_blocks_read_back() {
    let brotli = made("brotli", &[]);
    for length in [65_535, 65_536, 65_537, 131_072] {
        let content = noise(length);
        let stored = brotli.compress(&content).expect("a stream");
        assert!(brotli.decompress(&stored).expect("a stream") == content, "{length}");
    }
}

/// They are an extension of the format, which would make the reader allocate up to a gigabyte.
#[test]
fn large_windows_are_refused() {
    let error = made("brotli", &[]).decompress(&[0x11, 0x1E, 0, 0, 0, 0]).expect_err("a large window").to_string();
    assert!(error.contains("it is no stream of Brotli: "), "{error}");
}
