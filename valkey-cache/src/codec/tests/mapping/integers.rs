use serde::{Deserialize, Serialize};

use super::{among, becomes, keeps, reads, refuses_to_read, refuses_to_write, self_describing};
use crate::codec::tests::serializers;

const NARROW: &[&str] = &["msgpack", "msgspec_msgpack", "cbor"];
const WIDE: &[&str] = &["json", "msgspec_json", "postcard"];

#[test]
fn integers_of_64_bits_are_kept() {
    for serializer in serializers() {
        keeps(&serializer, &vec![0, 1, -1, 127, 128, -128, -129, 65536, i64::MAX, i64::MIN]);
        keeps(&serializer, &vec![0, u64::MAX, i64::MAX as u64 + 1]);
    }
}

#[test]
fn integers_have_no_size_where_the_format_tells_what_it_holds() {
    for serializer in self_describing() {
        becomes(&serializer, &vec![0_i128, 5, -5, i64::MIN.into()], &vec![0_i64, 5, -5, i64::MIN]);
        becomes(&serializer, &vec![5_u64, u64::MAX], &vec![5_u128, u64::MAX.into()]);
        becomes(&serializer, &vec![5_i8, -5], &vec![5_i128, -5]);
        becomes(&serializer, &vec![5_u8], &vec![5.0_f64]);
    }
}

#[test]
fn negative_integers_are_no_unsigned_ones() {
    for serializer in self_describing() {
        let bytes = serializer.serialize(&vec![-5]).expect("an integer");
        assert!(serializer.deserialize::<Vec<u128>>(&bytes).is_err(), "{serializer:?}");
        assert!(serializer.deserialize::<Vec<u64>>(&bytes).is_err(), "{serializer:?}");
    }
}

#[test]
fn longer_integers_are_kept_or_refused() {
    let longest = (vec![i128::MIN, i128::MAX], vec![u128::MAX]);
    for serializer in among(WIDE) {
        keeps(&serializer, &longest);
    }
    for serializer in among(NARROW) {
        keeps(&serializer, &(vec![i128::from(u64::MAX), i64::MIN.into()], vec![u128::from(u64::MAX)]));
        refuses_to_write(
            &serializer,
            &vec![i128::from(u64::MAX) + 1],
            "18446744073709551616 does not fit into 64 bits",
        );
        refuses_to_write(&serializer, &vec![i128::from(i64::MIN) - 1], "-9223372036854775809");
        refuses_to_write(&serializer, &Some(vec![u128::MAX]), "use 'json'");
    }
}

/// Numbers that Python writes in JSON without a limit.
#[test]
fn integers_of_any_length_are_read_as_far_as_the_type_holds_them() {
    const HUGE: &str = "[18446744073709551616,-9223372036854775809,10000000000000000000000000000000000000000]";
    for name in ["json", "msgspec_json"] {
        reads(
            name,
            "[18446744073709551616,-9223372036854775809]",
            [18_446_744_073_709_551_616_i128, -9_223_372_036_854_775_809].to_vec(),
        );
    }
    for serializer in among(&["json", "msgspec_json"]) {
        refuses_to_read::<Vec<i128>>(&serializer, HUGE, "out of range");
        refuses_to_read::<Vec<u64>>(&serializer, "[18446744073709551616]", "");
        let floats: Vec<f64> = serializer.deserialize(HUGE.as_bytes()).expect("floats");
        assert_eq!(floats, [18_446_744_073_709_551_616.0, -9_223_372_036_854_775_809.0, 1e40]);
    }
}

#[test]
fn integers_keep_within_enums_without_a_tag() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Number {
        Small(u8),
        Signed(i64),
        Unsigned(u64),
        Float(f64),
    }

    for serializer in self_describing() {
        let values = [Number::Small(5), Number::Signed(-5), Number::Unsigned(u64::MAX), Number::Float(5.0)];
        keeps(&serializer, &values.into_iter().collect::<Vec<_>>());
    }
}
