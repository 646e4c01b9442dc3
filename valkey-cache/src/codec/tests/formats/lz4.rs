use super::{made, refused, travels};
use crate::codec::OptionValue;
use crate::codec::tests::compressors::noise;

#[test]
fn every_option_reads_back() {
    let content = [noise(300_000), vec![0; 300_000]].concat();
    let sizes: [OptionValue; 9] =
        [0.into(), 4.into(), 5.into(), 6.into(), 7.into(), "64KB".into(), "256kb".into(), "1MB".into(), "4MB".into()];
    for size in sizes {
        for flags in 0..8 {
            let options = [
                ("block_size", size.clone()),
                ("block_linked", (flags & 1 != 0).into()),
                ("content_checksum", (flags & 2 != 0).into()),
                ("store_size", (flags & 4 != 0).into()),
            ];
            travels("lz4", &options, &content);
        }
    }
}

#[test]
fn levels_that_there_are_not_are_refused() {
    let fast = made("lz4", &[]).compress(&noise(1000)).expect("a frame");
    for level in 0..=2 {
        assert_eq!(made("lz4", &[("level", level.into())]).compress(&noise(1000)).expect("a frame"), fast);
    }
    for level in [-5, 3, 9] {
        let text = refused("lz4", &[("level", level.into())]);
        assert!(text.contains("expected 0, 1 or 2, which mean the fast compressor"), "{text}");
    }
}
