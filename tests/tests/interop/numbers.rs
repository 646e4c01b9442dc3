//! Numbers are the same decimal text for both.

use valkey_cache::ErrorKind;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::codecs::{CBOR, JSON, MSGPACK, MSGSPEC_JSON, MSGSPEC_MSGPACK, PICKLE};
use super::in_both_styles;
use super::meeting::Meeting;
use super::value::Value;

in_both_styles! {
    integers_of_all_sizes,
    integers_larger_than_any_type,
    floats_to_the_last_bit,
    text_that_looks_like_a_number_is_text,
    booleans_are_no_numbers,
}

const INTEGERS: [i128; 17] = [
    0,
    1,
    -1,
    9,
    10,
    255,
    -256,
    1 << 31,
    (1 << 53) + 1,
    -(1 << 53) - 1,
    i64::MAX as i128,
    i64::MAX as i128 + 1,
    u64::MAX as i128,
    u64::MAX as i128 + 1,
    i64::MIN as i128 - 1,
    i128::MAX,
    i128::MIN,
];

async fn integers_of_all_sizes<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    for number in INTEGERS {
        meeting.ok(ours.set("n", &number)).await;
        // Django's bug: a negative integer comes back as a float.
        let wanted = if number < 0 { Value::from(number as f64) } else { Value::from(number) };
        assert_eq!(django.call("get").arg("n").go(), wanted);
        django.call("set").arg("n").arg(number).go();
        assert_eq!(meeting.ok(ours.get::<i128>("n")).await, Some(number));
        assert_eq!(meeting.ok(ours.get::<f64>("n")).await, Some(number as f64));
        match i64::try_from(number) {
            Ok(number) => assert_eq!(meeting.ok(ours.get::<i64>("n")).await, Some(number)),
            Err(_) => meeting.fails(ours.get::<i64>("n"), ErrorKind::Decode).await,
        }
        match u64::try_from(number) {
            Ok(number) => assert_eq!(meeting.ok(ours.get::<u64>("n")).await, Some(number)),
            Err(_) => meeting.fails(ours.get::<u64>("n"), ErrorKind::Decode).await,
        }
    }
    meeting.ok(ours.set("n", &u128::MAX)).await;
    assert_eq!(django.call("get").arg("n").go(), Value::from(u128::MAX));
    django.call("set").arg("n").arg(u128::MAX).go();
    assert_eq!(meeting.ok(ours.get::<u128>("n")).await, Some(u128::MAX));
}

async fn integers_larger_than_any_type<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    for digits in [format!("{}0", u128::MAX), format!("-{}", u128::MAX), "9".repeat(400)] {
        django.call("set").arg("n").arg(Value::Int(digits)).go();
        meeting.fails(ours.get::<u128>("n"), ErrorKind::Decode).await;
        meeting.fails(ours.get::<i128>("n"), ErrorKind::Decode).await;
    }
}

async fn floats_to_the_last_bit<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    let plain = [0.0, -0.0, 1.0, -5.0, 0.1, 1.0 / 3.0, 1e15, 1e16, 1e17, 123_456_789.125, 1e-5, 1e-7, 2e22];
    let special = [f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    for number in plain.into_iter().chain(special) {
        meeting.ok(ours.set("n", &number)).await;
        assert_eq!(django.call("get").arg("n").go(), Value::from(number), "{number}");
        django.call("set").arg("n").arg(number).go();
        let found = meeting.ok(ours.get::<f64>("n")).await.map(Value::from);
        assert_eq!(found, Some(Value::from(number)), "{number}");
    }
    meeting.ok(ours.set("n", &0.1_f32)).await;
    assert_eq!(django.call("get").arg("n").go(), Value::from(0.1));
    assert_eq!(meeting.ok(ours.get::<f32>("n")).await, Some(0.1));
}

async fn text_that_looks_like_a_number_is_text<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    for serializer in [JSON, MSGPACK, MSGSPEC_JSON, MSGSPEC_MSGPACK, CBOR, PICKLE] {
        let (ours, django) = meeting.with(&serializer, "identity");
        for text in
            ["", "0", "5", "-5", "007", "1_000", " 12 ", "1e5", "1.5", ".5", "+1", "nan", "inf", "Infinity", "٣"]
        {
            meeting.ok(ours.set("t", text)).await;
            assert_eq!(django.call("get").arg("t").go(), Value::from(text));
            django.call("set").arg("t").arg(text).go();
            assert_eq!(meeting.ok(ours.get::<String>("t")).await.as_deref(), Some(text));
            meeting.fails(ours.get::<f64>("t"), ErrorKind::Decode).await;
        }
    }
}

async fn booleans_are_no_numbers<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    for value in [true, false] {
        meeting.ok(ours.set("b", &value)).await;
        assert_eq!(django.call("get").arg("b").go(), Value::from(value));
        django.call("set").arg("b").arg(value).go();
        assert_eq!(meeting.ok(ours.get::<bool>("b")).await, Some(value));
        meeting.fails(ours.get::<i32>("b"), ErrorKind::Decode).await;
    }
}
