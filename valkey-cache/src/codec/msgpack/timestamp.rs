//! The timestamps of MessagePack, which count from 1970.

/// Returns the text in UTC, with 6 or 9 digits of a second unless it is whole.
///
/// Answers nothing when it is none of the three layouts, or outside of the years 0 to 9999.
pub(super) fn rfc3339(data: &[u8]) -> Option<String> {
    let (seconds, nanoseconds) = match *data {
        [a, b, c, d] => (i64::from(u32::from_be_bytes([a, b, c, d])), 0),
        [a, b, c, d, e, f, g, h] => {
            let both = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
            ((both & 0x3_ffff_ffff).cast_signed(), u32::try_from(both >> 34).ok()?)
        }
        [a, b, c, d, ref seconds @ ..] => {
            (i64::from_be_bytes(seconds.try_into().ok()?), u32::from_be_bytes([a, b, c, d]))
        }
        _ => return None,
    };
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date(days)?;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let fraction = match nanoseconds {
        0 => String::new(),
        1_000_000_000.. => return None,
        _ if nanoseconds % 1000 == 0 => format!(".{:06}", nanoseconds / 1000),
        _ => format!(".{nanoseconds:09}"),
    };
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
}

/// Finds the year, month and day of a count of days from 1970-01-01, in the Gregorian calendar.
fn date(days: i64) -> Option<(i64, i64, i64)> {
    // Years are counted from March, so that the day that some of them have more is their last.
    let days = days.checked_add(719_468)?;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    (0..=9999).contains(&year).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    fn long(seconds: i64, nanoseconds: u32) -> Option<String> {
        rfc3339(&[&nanoseconds.to_be_bytes()[..], &seconds.to_be_bytes()].concat())
    }

    #[test]
    fn all_layouts_are_read() {
        assert_eq!(rfc3339(b"gv\x02%").as_deref(), Some("2025-01-02T03:04:05Z"));
        assert_eq!(rfc3339(b"\xa1\xdc\xd4 gv\x02%").as_deref(), Some("2025-01-02T03:04:05.678901Z"));
        assert_eq!(long(-31_536_000, 0).as_deref(), Some("1969-01-01T00:00:00Z"));
        assert_eq!(long(-1, 5).as_deref(), Some("1969-12-31T23:59:59.000000005Z"));
        assert_eq!(long(253_402_300_799, 999_999_999).as_deref(), Some("9999-12-31T23:59:59.999999999Z"));
        assert_eq!(long(-62_167_219_200, 0).as_deref(), Some("0000-01-01T00:00:00Z"));
    }

    #[test]
    fn what_has_no_text_is_refused() {
        assert_eq!(long(253_402_300_800, 0), None);
        assert_eq!(long(-62_167_219_201, 0), None);
        assert_eq!(long(i64::MAX, 0), None);
        assert_eq!(long(i64::MIN, 0), None);
        assert_eq!(long(0, 1_000_000_000), None);
        assert_eq!(rfc3339(b""), None);
        assert_eq!(rfc3339(b"12345"), None);
        assert_eq!(rfc3339(&[0; 13]), None);
    }

    #[test]
    fn every_day_of_1600_years_follows_the_one_before() {
        let mut last = String::new();
        for day in (-400 * 365)..(1200 * 365) {
            let text = long(day * 86_400, 0).expect("within the years");
            assert!(text > last, "{last} {text}");
            last = text;
        }
        assert_eq!(long(951_782_400, 0).as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(long(4_107_542_400, 0).as_deref(), Some("2100-03-01T00:00:00Z"));
    }
}
