//! Patterns of `KEYS` and `MATCH`: `*`, `?`, `[a-c]`, `[^a-c]` and a backslash before what is meant literally.

/// Tells whether `text` matches `pattern`, byte for byte as the server decides it.
///
/// Only the last `*` is ever tried again, so the time is bounded by the product of both lengths: if what follows a `*`
/// cannot be matched from anywhere, a longer match of an earlier `*` cannot help.
pub(super) fn matches(pattern: &[u8], text: &[u8]) -> bool {
    // The server asks nothing further for a lone `*`; any other pattern matches the empty text only if it is empty.
    if pattern == b"*" || text.is_empty() {
        return pattern == b"*" || pattern.is_empty();
    }
    let (mut rest, mut left) = (pattern, text);
    let mut retry: Option<(&[u8], &[u8])> = None;
    while !left.is_empty() {
        if let [b'*', after @ ..] = rest {
            rest = after;
            retry = Some((after, left));
            continue;
        }
        if let Some(after) = step(rest, left[0]) {
            (rest, left) = (after, &left[1..]);
        } else if let Some((after, from)) = retry {
            (rest, left) = (after, &from[1..]);
            retry = Some((after, left));
        } else {
            return false;
        }
    }
    rest.iter().all(|byte| *byte == b'*')
}

/// Matches one byte and returns the rest of the pattern.
fn step(pattern: &[u8], byte: u8) -> Option<&[u8]> {
    match pattern {
        [] => None,
        [b'?', rest @ ..] => Some(rest),
        [b'[', class @ ..] => {
            let (is_member, rest) = class_has(class, byte);
            is_member.then_some(rest)
        }
        // A backslash at the end stands for itself.
        [b'\\', literal, rest @ ..] | [literal, rest @ ..] => (*literal == byte).then_some(rest),
    }
}

/// Tells whether a class, given from behind its `[`, has this byte, and returns what follows its `]`.
///
/// A class that is not closed ends with the pattern.
fn class_has(class: &[u8], byte: u8) -> (bool, &[u8]) {
    let (negated, mut rest) = match class {
        [b'^', rest @ ..] => (true, rest),
        _ => (false, class),
    };
    let mut found = false;
    loop {
        rest = match rest {
            [b'\\', literal, rest @ ..] => {
                found |= *literal == byte;
                rest
            }
            [b']', rest @ ..] => return (found != negated, rest),
            [] => return (found != negated, rest),
            [first, b'-', last, rest @ ..] => {
                // The server compares signed bytes.
                let (first, last, byte) = (*first as i8, *last as i8, byte as i8);
                found |= (first.min(last)..=first.max(last)).contains(&byte);
                rest
            }
            [literal, rest @ ..] => {
                found |= *literal == byte;
                rest
            }
        };
    }
}
