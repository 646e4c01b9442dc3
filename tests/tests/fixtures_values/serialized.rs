//! What the serializers of the reference wrote, and what they could not write.

use valkey_cache::codec::{AnyCompressor, Value};

use super::case::{Case, is_recorded, text};
use super::deviations::Step;
use super::nearest::nearest;
use super::tally::Tally;

#[test]
fn values_are_read_as_the_reference_reads_them() {
    let mut tally = Tally::new(Step::Read);
    for case in Case::stored() {
        let difference = match (case.read(), case.expected()) {
            (Ok(value), Some(expected)) if text(value) == text(&expected) => None,
            (Ok(value), expected) => {
                // It is the nearest kind that the format has; or floats, for want of digits.
                let kept = [&case.typed, &expected].into_iter().flatten().map(|kept| text(&nearest(kept, case)));
                let is_kept = kept.into_iter().any(|kept| kept == text(value));
                assert!(is_kept || case.value == "list:hugeints", "{case}: {value:?}");
                Some(format!("{value:?} instead of {expected:?}"))
            }
            (Err(error), _) => Some(error.clone()),
        };
        tally.note(case, difference);
    }
    tally.close(929, 41);
}

#[test]
fn values_are_written_as_the_reference_writes_them() {
    let mut tally = Tally::new(Step::Write);
    for case in Case::stored() {
        let difference = match case.typed.as_ref().map(|value| (value, case.written(value))) {
            Some((_, Ok(bytes))) if is_recorded(&bytes, &case.json["serialized"]) => {
                // What is read is written again as it was.
                let again = case.read().and_then(|value| case.written(value).map_err(|_| &case.value));
                assert_eq!(again, Ok(bytes), "{case}");
                None
            }
            Some((value, Ok(bytes))) => Some(read_back(case, value, &bytes)),
            Some((_, Err(error))) => Some(error),
            None => Some("no value in Rust".to_owned()),
        };
        tally.note(case, difference);
    }
    tally.close(866, 104);
}

#[test]
fn values_that_the_reference_cannot_write_are_kept_or_refused() {
    let mut tally = Tally::new(Step::Refused);
    for case in Case::refused() {
        let written = case.typed.as_ref().and_then(|value| Some((value, case.written(value).ok()?)));
        tally.note(case, written.map(|(value, bytes)| read_back(case, value, &bytes)));
    }
    tally.close(21, 50);
}

/// Expects that bytes of our own read as the nearest kind that the format has, and returns them as text.
fn read_back(case: &Case, value: &Value, bytes: &[u8]) -> String {
    let back = case.read_from(bytes, AnyCompressor::default()).unwrap_or_else(|error| panic!("{case}: {error}"));
    assert_eq!(text(&back), text(&nearest(value, case)), "{case}");
    String::from_utf8_lossy(bytes).into_owned()
}
