//! Extensions: values of a type of their own, of which only the timestamps have a meaning that all agree on.

use super::timestamp;

/// The type of extension that is a timestamp.
const TIMESTAMP: i8 = -1;

/// What extensions a value holds.
#[derive(Default)]
pub(super) struct Found {
    /// The value with its timestamps as texts, if it has any.
    pub(super) spelled_out: Option<Vec<u8>>,
    /// The type of an extension that is left as it is.
    pub(super) other: Option<i8>,
}

/// Makes texts of all timestamps in a value, as far as the value is well-formed.
///
/// Containers hold a count, not a length, so that one item can take the place of another without regard to what is
/// around it.
pub(super) fn spell_out_timestamps(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    let (mut rest, mut copied) = (bytes, 0);
    while let Some((item, after)) = split_item(rest) {
        let start = bytes.len() - rest.len();
        if let Item::Extension { kind, data } = item {
            match timestamp::rfc3339(data) {
                Some(text) if kind == TIMESTAMP => {
                    let out = found.spelled_out.get_or_insert_default();
                    out.extend_from_slice(&bytes[copied..start]);
                    // A text of fewer than 256 bytes.
                    out.extend_from_slice(&[0xd9, text.len() as u8]);
                    out.extend_from_slice(text.as_bytes());
                    copied = bytes.len() - after.len();
                }
                _ => found.other = Some(kind),
            }
        }
        rest = after;
    }
    if let Some(out) = &mut found.spelled_out {
        out.extend_from_slice(&bytes[copied..]);
    }
    found
}

enum Item<'a> {
    Extension { kind: i8, data: &'a [u8] },
    Other,
}

/// Splits off the next item: a value, or the head of a container.
fn split_item(bytes: &[u8]) -> Option<(Item<'_>, &[u8])> {
    let (&marker, rest) = bytes.split_first()?;
    // How many bytes say a length, and the length if none does.
    let (length_bytes, fixed, is_extension) = match marker {
        0xa0..=0xbf => (0, usize::from(marker & 0x1f), false),
        0xc4 | 0xd9 => (1, 0, false),
        0xc5 | 0xda => (2, 0, false),
        0xc6 | 0xdb => (4, 0, false),
        0xcc | 0xd0 => (0, 1, false),
        0xcd | 0xd1 | 0xdc | 0xde => (0, 2, false),
        0xca | 0xce | 0xd2 | 0xdd | 0xdf => (0, 4, false),
        0xcb | 0xcf | 0xd3 => (0, 8, false),
        0xd4..=0xd8 => (0, 1 << (marker - 0xd4), true),
        0xc7..=0xc9 => (1 << (marker - 0xc7), 0, true),
        _ => (0, 0, false),
    };
    let (length, rest) = rest.split_at_checked(length_bytes)?;
    let length = length.iter().fold(fixed, |length, byte| length << 8 | usize::from(*byte));
    if !is_extension {
        return Some((Item::Other, rest.get(length..)?));
    }
    let (&kind, rest) = rest.split_first()?;
    let (data, rest) = rest.split_at_checked(length)?;
    Some((Item::Extension { kind: kind.cast_signed(), data }, rest))
}

#[cfg(test)]
mod tests {
    use super::spell_out_timestamps;

    #[test]
    fn every_item_is_skipped_at_its_length() {
        let items: [&[u8]; 22] = [
            b"\x05",
            b"\xff",
            b"\xc0",
            b"\xc2",
            b"\xc3",
            b"\xa3abc",
            b"\xd9\x03abc",
            b"\xda\x00\x03abc",
            b"\xdb\x00\x00\x00\x03abc",
            b"\xc4\x01\xff",
            b"\xc5\x00\x01\xff",
            b"\xc6\x00\x00\x00\x01\xff",
            b"\xcc\xff",
            b"\xcd\xff\xff",
            b"\xce\xff\xff\xff\xff",
            b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xca\xff\xff\xff\xff",
            b"\xcb\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x81",
            b"\xde\x00\x01",
            b"\xdf\x00\x00\x00\x01",
            b"\xd8\x05................",
        ];
        for item in items {
            let value = [item, b"\xd6\xff\x00\x00\x00\x01\x01"].concat();
            let spelled_out = spell_out_timestamps(&value).spelled_out.expect("a timestamp");
            assert_eq!(spelled_out, [item, b"\xd9\x141970-01-01T00:00:01Z\x01"].concat());
        }
    }

    #[test]
    fn nothing_is_made_of_values_without_timestamps() {
        for bytes in [&b""[..], b"\x01", b"\xd6\xff\x00\x00\x00", b"\xc7\xff\xff", b"\xc1", b"\xdb\xff\xff\xff\xff"] {
            let found = spell_out_timestamps(bytes);
            assert!(found.spelled_out.is_none() && found.other.is_none());
        }
        assert_eq!(spell_out_timestamps(b"\x92\xd4\x05a\xc7\x00\x07").other, Some(7));
        assert_eq!(spell_out_timestamps(b"\xc7\x03\xff\x00\x00\x00").other, Some(-1));
    }
}
