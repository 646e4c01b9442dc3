use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::codecs;
use crate::ErrorKind;
use crate::codec::number::{Number, write_number};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Newtype<T>(T);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Either {
    Integer(i64),
    Float(f64),
    Text(String),
}

/// Says what is stored for `value`, the same in every codec, and that it reads back.
#[track_caller]
fn stored<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, text: &str) {
    let mut out = Vec::new();
    assert!(write_number(&value, &mut out));
    assert_eq!(String::from_utf8(out).expect("text"), text);
    for codec in codecs() {
        assert_eq!(codec.encode(&value).expect("a number"), text.as_bytes());
        assert_eq!(codec.decode::<T>(text.as_bytes()).expect("a number"), value, "{codec:?}");
    }
}

/// Says what `text` reads as.
#[track_caller]
fn reads<T: DeserializeOwned + PartialEq + Debug>(text: &str, value: T) {
    for codec in codecs() {
        assert_eq!(codec.decode::<T>(text.as_bytes()).expect("a number"), value, "{codec:?}");
    }
}

#[track_caller]
fn refuses<T: DeserializeOwned + Debug>(text: &str) {
    for codec in codecs() {
        let error = codec.decode::<T>(text.as_bytes()).expect_err("not of this type");
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[test]
fn integers_are_text() {
    stored(0, "0");
    stored(-5, "-5");
    stored(7_u8, "7");
    stored(9_007_199_254_740_993_i64, "9007199254740993");
    stored(i64::MIN, "-9223372036854775808");
    stored(u64::MAX, "18446744073709551615");
    stored(i128::MIN, "-170141183460469231731687303715884105728");
    stored(u128::MAX, "340282366920938463463374607431768211455");
}

#[test]
fn floats_are_text() {
    stored(0.0, "0.0");
    stored(5.0, "5.0");
    stored(0.1_f32, "0.1");
    stored(1e15, "1000000000000000.0");
    stored(1e16, "1e+16");
    stored(1e-5, "1e-05");
    stored(-1e22_f32, "-1e+22");
    stored(5e-324, "5e-324");
    stored(f64::MAX, "1.7976931348623157e+308");
    stored(f64::INFINITY, "inf");
    stored(f64::NEG_INFINITY, "-inf");
    for codec in codecs() {
        assert_eq!(codec.encode(&-f64::NAN).expect("a number"), b"nan");
        assert!(codec.decode::<f64>(b"nan").expect("a number").is_nan());
        assert!(codec.decode::<f64>(b"-0.0").expect("a number").is_sign_negative());
    }
}

#[test]
fn wrappers_are_transparent() {
    stored(Some(5), "5");
    stored(Some(Some(-5)), "-5");
    stored(Newtype(1.5), "1.5");
    stored(Some(Newtype(Some(3_u64))), "3");
    stored(Box::new(5), "5");
    stored(Either::Integer(-5), "-5");
    stored(Either::Float(5.0), "5.0");
}

#[test]
fn other_types_are_not_numbers() {
    let mut out = Vec::new();
    assert!(!write_number(&true, &mut out));
    assert!(!write_number(&'5', &mut out));
    assert!(!write_number("5", &mut out));
    assert!(!write_number(&(), &mut out));
    assert!(!write_number(&None::<i64>, &mut out));
    assert!(!write_number(&[5], &mut out));
    assert!(!write_number(&(5, 6), &mut out));
    assert!(!write_number(&Either::Text("5".to_owned()), &mut out));
    assert!(out.is_empty());
}

#[test]
fn texts_that_look_like_numbers_stay_texts() {
    for codec in codecs() {
        for text in ["123", "-5", "1e5", "nan", "inf", "-inf", "007", "1_000", " 12 ", "", "infinity"] {
            let bytes = codec.encode(text).expect("a text");
            assert_eq!(codec.decode::<String>(&bytes).expect("a text"), text, "{codec:?}");
        }
    }
}

#[test]
fn reading_is_directed_by_the_type() {
    reads("5", 5.0_f64);
    reads("5", Some(5.0_f32));
    reads("5", 5_u8);
    reads("5", Either::Integer(5));
    reads("5.5", Either::Float(5.5));
    reads("1e+300", 1e300);
    reads("1e-05", 1e-5);
    reads("9007199254740993", 9_007_199_254_740_993_u128);
    reads("1000000000000000000000000000000000000000000000000", 1e48);
    refuses::<i64>("5.5");
    refuses::<i64>("5.0");
    refuses::<u8>("300");
    refuses::<u8>("-5");
    refuses::<i64>("18446744073709551615");
    refuses::<u64>("1000000000000000000000000000000000000000000000000");
    refuses::<bool>("1");
    refuses::<String>("123");
    refuses::<Vec<u8>>("123");
    refuses::<char>("5");
    refuses::<f32>("1e300");
    refuses::<f64>("1e400");
}

#[test]
fn the_error_tells_the_number() {
    for codec in codecs() {
        let error = codec.decode::<u8>(b"300").expect_err("too large").to_string();
        assert!(error.contains("they read as the integer 300"), "{error}");
        assert!(error.contains("u8"), "{error}");
    }
}

#[test]
fn only_the_text_of_a_number_is_recognised() {
    for text in ["0", "-0", "10", "1.0", "-1.5", "1e5", "1E5", "1.5e-05", "1e+16", "nan", "inf", "-inf"] {
        assert!(Number::recognise(text.as_bytes()).is_some(), "{text}");
    }
    for text in [
        "", "-", "+5", "007", "-05", "00.5", "1_000", " 1", "1 ", "1.", ".5", "1e", "1e+", "1.5.5", "0x10", "5f",
        "infinity", "-nan", "NaN", "Infinity", "١",
    ] {
        assert!(Number::recognise(text.as_bytes()).is_none(), "{text}");
    }
    assert!(Number::recognise(b"\xff").is_none());
}

#[cfg(feature = "json")]
#[test]
fn json_values_keep_their_numbers() {
    use serde_json::{Value, json};

    for value in [json!(5), json!(-5), json!(5.0), json!("5"), json!(null), json!(true), json!([1, 2.5]), json!({})] {
        for codec in codecs().into_iter().filter(|codec| codec.serializer().name() == "json") {
            let bytes = codec.encode(&value).expect("a value");
            assert_eq!(codec.decode::<Value>(&bytes).expect("a value"), value);
        }
    }
}
