//! Values that could be taken for the text of a number, or for a compressed frame, when they are read.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::codecs;
use crate::codec::Codec;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Pair {
    a: u8,
    b: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Newtype<T>(T);

/// Texts that are the text of a number, nearly are, or have nothing to do with it.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,20}",
        "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?([eE][-+]?[0-9]{1,3})?",
        "[-+0-9._eE ]{1,6}",
        "(nan|inf|-inf|NaN|Infinity|-Infinity|null|true|false|0x1f|1_000| 12 )",
        any::<i128>().prop_map(|integer| integer.to_string()),
        any::<f64>().prop_map(|float| format!("{float:?}")),
        any::<String>(),
    ]
}

fn reads_back<T>(codec: &Codec, value: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let bytes = codec.encode(value).expect("it can be written");
    let read: T = codec.decode(&bytes).expect("it can be read");
    prop_assert_eq!(&read, value, "{:?}", codec);
    Ok(())
}

proptest! {
    // A case is tried with every serializer and compressor.
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn texts_round_trip(text in text()) {
        for codec in codecs() {
            reads_back(&codec, &text)?;
            reads_back(&codec, &Some(Newtype(text.clone())))?;
            reads_back(&codec, &vec![text.clone()])?;
            reads_back(&codec, &text.chars().next())?;
            reads_back(&codec, &text.as_bytes().to_vec())?;
        }
    }

    /// Where a format has no marks, a value is stored as the very bytes of a number.
    #[test]
    fn values_without_marks_round_trip(four: [u8; 4], digits in "[1-9][0-9]{7}") {
        let digits: [u8; 8] = digits.into_bytes().try_into().expect("eight digits");
        let [a, b, ..] = digits;
        for codec in codecs() {
            reads_back(&codec, &four)?;
            reads_back(&codec, &digits)?;
            reads_back(&codec, &(a, b))?;
            reads_back(&codec, &Pair { a, b })?;
            reads_back(&codec, &(Newtype(a), (b, [b, a])))?;
            reads_back(&codec, &Some([a]))?;
        }
    }
}
