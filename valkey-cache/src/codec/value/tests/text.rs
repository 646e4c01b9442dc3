use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;

use crate::codec::value::iso::{Hyphenated, parse_uuid};
use crate::codec::{Date, DateTime, Time, TimeDelta, Zone};

#[track_caller]
fn is<T: FromStr<Err = crate::Error> + Display + Debug + PartialEq>(text: &str, printed: &str) {
    let value: T = text.parse().expect("it can be read");
    assert_eq!(value.to_string(), printed);
    assert_eq!(printed.parse::<T>().expect("it can be read"), value);
}

#[track_caller]
fn is_none<T: FromStr<Err = crate::Error> + Debug>(texts: &[&str], expected: &str) {
    for text in texts {
        let error = text.parse::<T>().expect_err(text).to_string();
        assert!(error.contains(&format!("found '{text}', expected {expected}")), "{error}");
    }
}

#[test]
fn dates() {
    is::<Date>("2024-02-29", "2024-02-29");
    is::<Date>("0001-01-01", "0001-01-01");
    is::<Date>("2000-02-29", "2000-02-29");
    let wrong = ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "0000-01-01", "2024-1-1", "2024-01-01x", ""];
    is_none::<Date>(&wrong, "a date such as 2024-02-29");
}

#[test]
fn times() {
    is::<Time>("01:02", "01:02:00");
    is::<Time>("23:59:58.007", "23:59:58.007000");
    is::<Time>("23:59:58.1234567", "23:59:58.123456");
    is::<Time>("01:02:03Z", "01:02:03Z");
    is::<Time>("01:02:03+00:00", "01:02:03Z");
    is::<Time>("01:02:03-05:30", "01:02:03-05:30");
    is::<Time>("01:02:03+00:53:28", "01:02:03+00:53:28");
    is::<Time>("01:02:03[Europe/Berlin]", "01:02:03[Europe/Berlin]");
    // Where jiff writes both, the offset says it all.
    is::<Time>("01:02:03+02:00[Europe/Berlin]", "01:02:03+02:00");
    let wrong =
        ["24:00:00", "1:2:3", "01:60", "01:02:03.", "01:02:03+5", "01:02:03+24:00", "01:02:03[]", "01:02:03[a b]"];
    is_none::<Time>(&wrong, "a time such as 23:59:58");
}

#[test]
fn dates_with_times() {
    is::<DateTime>("2024-02-29T13:14:15.5Z", "2024-02-29T13:14:15.500000Z");
    is::<DateTime>("2024-02-29 13:14:15", "2024-02-29T13:14:15");
    is_none::<DateTime>(&["2024-02-29", "2024-02-29x13:14:15", "2024-02-29T25:00:00"], "a date with a time");
    let chrono = chrono::DateTime::from_timestamp(1, 5_000_000).expect("a time");
    assert_eq!(chrono.to_rfc3339().parse::<DateTime>().expect("a time").time.zone, Some(Zone::Utc));
}

#[test]
fn durations() {
    is::<TimeDelta>("PT36H", "PT36H");
    is::<TimeDelta>("P1DT12H", "PT36H");
    is::<TimeDelta>("P1W", "PT168H");
    is::<TimeDelta>("P0D", "PT0S");
    is::<TimeDelta>("P0DT00H01M05.000010S", "PT1M5.00001S");
    is::<TimeDelta>("-PT0.5S", "-PT0.5S");
    is::<TimeDelta>("-P999999999D", "-PT23999999976H");
    is::<TimeDelta>("PT60M", "PT1H");
    let wrong = ["P", "PT", "", "P1", "1H", "PT1S1H", "PT1.5H", "P1000000000D", "PTS", "P1M", "P1DT", "PT1H1H"];
    is_none::<TimeDelta>(&wrong, "a duration such as PT36H");
    assert_eq!(TimeDelta::from_micros(-1), TimeDelta { days: -1, seconds: 86_399, microseconds: 999_999 });
    assert_eq!(TimeDelta::from_micros(i64::MAX).total_microseconds(), i64::MAX.into());
}

proptest! {
    #[test]
    fn uuids_round_trip(bytes: [u8; 16]) {
        let text = Hyphenated(bytes).to_string();
        prop_assert_eq!(&text, &uuid::Uuid::from_bytes(bytes).hyphenated().to_string());
        prop_assert_eq!(parse_uuid(&text), Some(bytes));
        prop_assert_eq!(parse_uuid(&text[1..]), None);
        prop_assert_eq!(parse_uuid(&format!("+{}", &text[1..])), None);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-0-9PTWDHMS.:Z+\\[\\]éa ]{0,30}") {
        let _ = text.parse::<DateTime>();
        let _ = text.parse::<Time>();
        if let Ok(delta) = text.parse::<TimeDelta>() {
            prop_assert_eq!(delta.to_string().parse::<TimeDelta>().expect("what is printed is read"), delta);
        }
    }
}
